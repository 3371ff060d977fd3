package aitta.load;

/** When operations are due. For one thread. */
final class Pace {
  private final double perSecond;
  private long startNanos;
  private long taken;

  private Pace(double perSecond) {
    this.perSecond = perSecond;
  }

  /** A closed loop: as soon as a connection is free. */
  static Pace closed() {
    return new Pace(0);
  }

  /** An open loop: so many a second, evenly, whether connections are free or not. */
  static Pace open(double perSecond) {
    return new Pace(perSecond);
  }

  void begin(long nowNanos) {
    startNanos = nowNanos;
    taken = 0;
  }

  boolean isOpen() {
    return perSecond > 0;
  }

  /** When the next operation is due. */
  long dueNanos(long nowNanos) {
    return isOpen() ? startNanos + (long) (taken * 1e9 / perSecond) : nowNanos;
  }

  void take() {
    taken++;
  }
}
