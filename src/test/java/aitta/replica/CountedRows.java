package aitta.replica;

import aitta.storage.RowChange;
import aitta.storage.RowScan;
import aitta.storage.RowStore;
import aitta.storage.TableId;
import aitta.storage.TableMark;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A store that counts the rows that are read of it, one by one or in a walk. */
final class CountedRows implements RowStore {
  private final RowStore inner;
  private final AtomicInteger read = new AtomicInteger();

  CountedRows(RowStore inner) {
    this.inner = inner;
  }

  int read() {
    return read.get();
  }

  @Override
  public byte[] get(TableId table, byte[] row) {
    read.incrementAndGet();
    return inner.get(table, row);
  }

  @Override
  public RowScan scan(TableId table, byte[] fromInclusive, byte[] toExclusive) {
    RowScan scan = inner.scan(table, fromInclusive, toExclusive);
    return new RowScan() {
      @Override
      public boolean next() {
        read.incrementAndGet();
        return scan.next();
      }

      @Override
      public byte[] row() {
        return scan.row();
      }

      @Override
      public byte[] value() {
        return scan.value();
      }

      @Override
      public void close() {
        scan.close();
      }
    };
  }

  @Override
  public void apply(TableId table, long seqNr, List<RowChange> changes, byte[] note) {
    inner.apply(table, seqNr, changes, note);
  }

  @Override
  public Optional<TableMark> mark(TableId table) {
    return inner.mark(table);
  }

  @Override
  public void flush() {
    inner.flush();
  }

  @Override
  public void drop(TableId table) {
    inner.drop(table);
  }
}
