package aitta.membership;

/** How far a Pekko member has got, in the order in which it goes. */
public enum Standing {
  JOINING,
  WEAKLY_UP,
  UP,
  LEAVING,
  EXITING,
  DOWN;

  /** Whether the member takes part. */
  public boolean isUp() {
    return this == WEAKLY_UP || this == UP;
  }

  /** Whether its being unreachable keeps the others from admitting and removing members. */
  public boolean blocksConvergence() {
    return this == UP || this == LEAVING;
  }

  /** Whether it is on its way out for good. */
  public boolean isOver() {
    return this == EXITING || this == DOWN;
  }
}
