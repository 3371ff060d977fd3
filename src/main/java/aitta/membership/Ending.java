package aitta.membership;

/** How the life of an actor system ends. */
public sealed interface Ending {
  /** In words, for the log and for whoever started the process. */
  String reason();

  /**
   * The process ends.
   *
   * @param code for the operating system; 0 if this was asked for
   */
  record Exit(int code, String reason) implements Ending {}

  /**
   * Another actor system takes its place in this process.
   *
   * @param port where the next one listens for its peers
   * @param merging whether it is meant to join a cluster that formed apart
   * @param asNew whether the node was removed from its ring: it sets aside what it has, and joins
   *     as a node that never was there
   */
  record Restart(Port port, boolean merging, boolean asNew, String reason) implements Ending {
    public Restart(Port port, boolean merging, String reason) {
      this(port, merging, false, reason);
    }

    static Restart asNew(String reason) {
      return new Restart(Port.SAME, false, true, reason);
    }
  }

  /** Which port the next actor system takes. */
  enum Port {
    /** The one of this actor system. */
    SAME,
    /** One that neither this actor system nor the configuration has: it was not admitted. */
    OTHER
  }

  static Ending failure(String reason) {
    return new Exit(1, reason);
  }
}
