package aitta.ring;

/** Shares a total out in proportion, within bounds, as water finds its level. */
final class Level {
  /** Enough halvings to use up every bit of a double. */
  private static final int HALVINGS = 120;

  private Level() {}

  /**
   * Finds one level so that {@code level × weight}, cut to at least {@code least} and at most
   * {@code most}, adds up to {@code total}; or comes as near as the bounds allow.
   *
   * @param weights all above 0
   * @return the shares, in the order of the weights; the same bits for the same arguments
   */
  static double[] shares(double[] weights, double[] least, double[] most, double total) {
    double low = 0;
    double high = 0;
    for (int i = 0; i < weights.length; i++) {
      high = Math.max(high, most[i] / weights[i]);
    }
    double[] shares = new double[weights.length];
    for (int i = 0; i < HALVINGS; i++) {
      double level = (low + high) / 2;
      if (fill(shares, weights, least, most, level) < total) {
        low = level;
      } else {
        high = level;
      }
    }
    fill(shares, weights, least, most, high);
    return shares;
  }

  private static double fill(
      double[] shares, double[] weights, double[] least, double[] most, double level) {
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      shares[i] = Math.max(least[i], Math.min(most[i], level * weights[i]));
      sum += shares[i];
    }
    return sum;
  }
}
