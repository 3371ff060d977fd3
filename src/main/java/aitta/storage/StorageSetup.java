package aitta.storage;

import java.util.function.Supplier;
import org.apache.pekko.actor.setup.Setup;

/**
 * Hands a node's store to the parts that Pekko makes by itself, {@link MarkSnapshotStore} among
 * them: put it into the actor system's setup. Whoever opened the store closes it, after the system
 * has terminated.
 */
public final class StorageSetup extends Setup {
  private final Supplier<? extends RowStore> current;

  /** A store that stays the same for as long as the actor system runs. */
  public StorageSetup(RowStore store) {
    this(() -> store);
  }

  /**
   * @param current the store of now: it may be closed and opened again, see {@link
   *     CorruptionException}
   */
  public StorageSetup(Supplier<? extends RowStore> current) {
    this.current = current;
  }

  public RowStore store() {
    return current.get();
  }
}
