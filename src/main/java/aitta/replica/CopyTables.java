package aitta.replica;

import aitta.codec.MalformedException;
import aitta.storage.StorageException;
import aitta.storage.TableId;
import java.util.ArrayList;
import java.util.List;

/**
 * The table that the copy of a range is in, and those before it that were set aside: what can be
 * read of a damaged one goes over into the one in use, and once that is fit they are dropped. Used
 * by one thread.
 */
final class CopyTables {
  /**
   * What a table is that has no event yet.
   *
   * @param fresh whether it is as the ring's founders made it: nothing was ever in it
   * @param salvaged whether it takes in what can be read of the table before it
   * @param reclaims what it counts as having applied
   */
  record Made(boolean fresh, boolean salvaged, long reclaims) {}

  private final ReplicaSetup shared;
  private final List<TableId> aside;
  private TableId inUse;
  private Made made;
  private Salvage salvage; // null where nothing is to be salvaged

  /**
   * @param tables in order; the last one is in use
   * @param fresh whether that one, if it has no event yet, was never used
   */
  CopyTables(List<TableId> tables, boolean fresh, ReplicaSetup shared) {
    this.shared = shared;
    this.aside = new ArrayList<>(tables.subList(0, tables.size() - 1));
    this.inUse = tables.get(tables.size() - 1);
    this.made = new Made(fresh, false, 0);
  }

  TableId inUse() {
    return inUse;
  }

  /** What the table in use is if it has no event yet. To be asked once: then it has one. */
  Made takeMade() {
    Made taken = made;
    made = new Made(false, false, 0);
    return taken;
  }

  /**
   * An empty table takes the place of the one in use.
   *
   * @param useful whether to take over what can still be read
   * @return the one that was in use
   */
  TableId replace(long reclaims, boolean useful) {
    TableId old = inUse;
    aside.add(old);
    inUse = old.next();
    made = new Made(false, useful, reclaims);
    salvage = useful ? new Salvage(old, shared.store(), shared.ranges()) : null;
    return old;
  }

  /** As far as the rows go that can be salvaged: the events behind them are lost. */
  long reclaimsOnDisk() {
    try {
      return shared.store().mark(inUse).map(mark -> SavedCopies.reclaimsOf(mark.note())).orElse(0L);
    } catch (StorageException | MalformedException e) {
      return 0; // what is salvaged goes again where the others have reclaimed anything
    }
  }

  /** Null where nothing is to be salvaged. */
  Salvage salvage() {
    return salvage;
  }

  void endSalvage() {
    salvage = null;
  }

  /** To be called when the copy is fit: nothing that was before it is of use, once salvaged. */
  void dropAside() {
    if (salvage == null) {
      List<TableId> old = List.copyOf(aside);
      aside.clear();
      old.forEach(shared.discard());
    }
  }

  void discardAll() {
    aside.forEach(shared.discard());
    shared.discard().accept(inUse);
  }
}
