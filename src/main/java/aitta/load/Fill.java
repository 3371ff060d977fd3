package aitta.load;

/** Writes every key once, so that reads find something; those that failed are tried once more. */
final class Fill implements Source {
  private static final int ROUNDS = 2;

  private final Values values;
  private final int[] acknowledged;
  private int next;
  private int round;

  /**
   * @param acknowledged for each key the number of its newest acknowledged write; written to
   */
  Fill(Values values, int[] acknowledged) {
    this.values = values;
    this.acknowledged = acknowledged;
  }

  @Override
  public boolean next(Operation into) {
    while (round < ROUNDS) {
      while (next < acknowledged.length && acknowledged[next] > 0) {
        next++;
      }
      if (next < acknowledged.length) {
        into.read = false;
        into.key = next++;
        into.number = 1;
        return true;
      }
      next = 0;
      round++;
    }
    return false;
  }

  @Override
  public Values values() {
    return values;
  }

  @Override
  public Verdict answered(Operation operation, int status, byte[] body, int offset, int length) {
    if (status == 204) {
      acknowledged[operation.key] = operation.number;
      return Verdict.FINE;
    }
    return Verdict.FAILED;
  }

  /** Keys that could not be written. */
  int missing() {
    int missing = 0;
    for (int number : acknowledged) {
      missing += number == 0 ? 1 : 0;
    }
    return missing;
  }
}
