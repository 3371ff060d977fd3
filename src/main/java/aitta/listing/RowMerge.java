package aitta.listing;

import aitta.codec.MalformedException;
import aitta.peer.ListMessage;
import aitta.request.ListEntry;
import aitta.request.ListRequest;
import aitta.storage.Scan;
import aitta.storage.StateStore;
import aitta.storage.StorageException;
import aitta.storage.TableId;
import aitta.version.Siblings;
import aitta.version.SiblingsFormat;
import aitta.version.Version;
import aitta.version.View;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.IntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this node's copies of some ranges show together: walks over all their tables at once, always
 * at the lowest row. For one thread; blocks while it reads.
 */
final class RowMerge {
  /** No bucket's name is lower, and all rows that are no keys are. */
  static final String FIRST = "\u0001";

  private static final Logger LOG = LoggerFactory.getLogger(RowMerge.class);
  private static final long MAX_READ_BYTES = 16L << 20; // for one answer; large values cost time
  private static final byte[] NOTHING = new byte[0];

  /** One table, at one of its rows. */
  private final class Head {
    private final int range;
    private final Scan scan;
    private String row;

    Head(int range, Scan scan) {
      this.range = range;
      this.scan = scan;
    }

    /** Goes to its next row, and takes its place among the others. */
    void goOn() {
      if (scan.next()) {
        row = text(scan.row());
        heads.add(this);
      } else {
        scan.close();
      }
    }
  }

  private final StateStore store;
  private final ListMessage.ListRows question;
  private final long nowMillis;
  private final int maxRows;
  private final PriorityQueue<Head> heads =
      new PriorityQueue<>(Comparator.comparing((Head head) -> head.row));
  private final List<ListEntry> entries = new ArrayList<>();
  private final List<Integer> missing = new ArrayList<>();
  private String notBefore = FIRST; // rows below are passed over
  private long bytes;
  private long readBytes;

  private RowMerge(StateStore store, ListMessage.ListRows question, long nowMillis, int maxRows) {
    this.store = store;
    this.question = question;
    this.nowMillis = nowMillis;
    this.maxRows = maxRows;
  }

  /**
   * @param tables where a range's rows lie; null where they may not be shown
   * @param maxRows looked at, deleted ones among them: after so many the answer says how far it got
   */
  static ListMessage.Rows answer(
      StateStore store,
      IntFunction<TableId> tables,
      ListMessage.ListRows question,
      long nowMillis,
      int maxRows) {
    RowMerge merge = new RowMerge(store, question, nowMillis, maxRows);
    try {
      merge.open(tables);
      String reached = merge.run();
      return new ListMessage.Rows(question.id(), merge.entries, reached, merge.missing);
    } finally {
      merge.heads.forEach(head -> head.scan.close());
    }
  }

  private void open(IntFunction<TableId> tables) {
    byte[] from = bytes(question.from().compareTo(FIRST) < 0 ? FIRST : question.from());
    byte[] to = question.to().isEmpty() ? null : bytes(question.to());
    for (int range : question.ranges()) {
      TableId table = tables.apply(range);
      if (table == null) {
        missing.add(range);
        continue;
      }
      Head head = new Head(range, store.scan(table, from, to));
      // A table may be dropped just before it is opened, and then looks empty.
      if (table.equals(tables.apply(range))) {
        guarded(head, head::goOn);
      } else {
        missing.add(range);
        head.scan.close();
      }
    }
  }

  /** Where it stopped; empty for the end. */
  private String run() {
    int looked = 0;
    while (!heads.isEmpty()) {
      boolean enough = entries.size() >= question.limit() || bytes >= question.maxBytes();
      if (enough || looked++ >= maxRows || readBytes >= MAX_READ_BYTES) {
        return heads.peek().row.compareTo(notBefore) < 0 ? notBefore : heads.peek().row;
      }
      Head head = heads.poll();
      guarded(
          head,
          () -> {
            if (head.row.compareTo(notBefore) >= 0) {
              take(head);
            }
            if (head.row.compareTo(notBefore) < 0) {
              head.scan.seek(bytes(notBefore));
            }
            head.goOn();
          });
    }
    return "";
  }

  /** A table that cannot be read is one that this node does not answer for. */
  private void guarded(Head head, Runnable step) {
    try {
      step.run();
    } catch (StorageException | MalformedException e) {
      LOG.error("range {} cannot be listed: {}", head.range, e.getMessage());
      missing.add(head.range);
      head.scan.close();
    }
  }

  private void take(Head head) {
    byte[] stored = head.scan.value(); // needed even for a name: it may be of something deleted
    readBytes += stored.length;
    Siblings siblings = SiblingsFormat.decode(stored);
    if (question.show() == ListRequest.Show.BUCKETS) {
      if (siblings.hasLive(nowMillis)) {
        String bucket = head.row.substring(0, head.row.indexOf('\0'));
        add(new ListEntry(bucket, List.of(), List.of()));
        notBefore = bucket + "\u0001"; // behind all its keys
      }
      return;
    }
    View view = View.of(siblings, question.latest(), nowMillis);
    if (view instanceof View.One one) {
      add(entry(head.row, List.of(one.version())));
    } else if (view instanceof View.Several several) {
      add(entry(head.row, several.versions()));
    }
  }

  private void add(ListEntry entry) {
    entries.add(entry);
    bytes += entry.bytes();
  }

  private ListEntry entry(String row, List<Version> shown) {
    if (question.show() == ListRequest.Show.KEYS) {
      return new ListEntry(row, List.of(), List.of());
    }
    List<Long> sizes = shown.stream().map(version -> (long) version.value().length).toList();
    boolean whole = question.show() == ListRequest.Show.VALUES;
    return new ListEntry(
        row, whole ? shown : shown.stream().map(RowMerge::withoutValue).toList(), sizes);
  }

  private static Version withoutValue(Version version) {
    return new Version(
        version.dot(),
        version.timestamp(),
        version.latest(),
        version.deleted(),
        version.expiresAtMillis(),
        version.contentType(),
        version.contentEncoding(),
        NOTHING);
  }

  private static String text(byte[] row) {
    return new String(row, StandardCharsets.ISO_8859_1);
  }

  private static byte[] bytes(String row) {
    return row.getBytes(StandardCharsets.ISO_8859_1);
  }
}
