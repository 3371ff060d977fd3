package aitta.storage;

import org.apache.pekko.actor.setup.Setup;

/**
 * Hands a node's store to the parts that Pekko makes by itself, {@link MarkSnapshotStore} among
 * them: put it into the actor system's setup. Whoever opened the store closes it, after the system
 * has terminated.
 */
public final class StorageSetup extends Setup {
  private final StateStore store;

  public StorageSetup(StateStore store) {
    this.store = store;
  }

  public StateStore store() {
    return store;
  }
}
