package aitta.node;

import aitta.storage.DiskSpace;
import aitta.storage.StateStore;
import aitta.storage.StorageException;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether the disk is too full for anything new. Looked at by a timer, asked by each write. */
final class DiskWatch implements BooleanSupplier {
  private static final Logger LOG = LoggerFactory.getLogger(DiskWatch.class);

  private final StateStore store;
  private volatile boolean full;

  DiskWatch(StateStore store) {
    this.store = store;
  }

  void look() {
    try {
      DiskSpace space = store.diskSpace();
      if (space.full() != full) {
        full = space.full();
        LOG.warn(
            full
                ? "the disk has {} bytes left, less than the reserve of {}: this node takes no copies of anything new"
                : "the disk has {} bytes left, more than the reserve of {}: this node takes copies again",
            space.usableBytes(),
            space.reserveBytes());
      }
    } catch (StorageException e) {
      LOG.error("cannot tell how full the disk is: {}", e.getMessage());
    }
  }

  @Override
  public boolean getAsBoolean() {
    return full;
  }
}
