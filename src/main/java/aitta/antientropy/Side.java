package aitta.antientropy;

/** One of the two copies that an exchange compares. */
public enum Side {
  /** The copy of the node that runs the exchange. */
  OWN,
  /** The other owner's. */
  PEER;

  Side other() {
    return this == OWN ? PEER : OWN;
  }
}
