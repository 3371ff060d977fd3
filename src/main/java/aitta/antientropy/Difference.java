package aitta.antientropy;

import aitta.model.Key;

/**
 * A key whose sets differ.
 *
 * @param own hash of this node's set; 0 where it has none
 * @param peer hash of the other owner's; 0 where it has none
 */
record Difference(Key key, long own, long peer) {
  /**
   * Whether the same difference, seen again later, is one to repair. Where both sides have changed
   * meanwhile, writes of the key are on their way, and the next exchange looks again.
   */
  boolean lasts(Difference later) {
    return later != null && (later.own == own || later.peer == peer);
  }
}
