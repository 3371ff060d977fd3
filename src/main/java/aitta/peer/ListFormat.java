package aitta.peer;

import aitta.codec.Input;
import aitta.codec.MalformedException;
import aitta.codec.Output;
import aitta.request.ListEntry;
import aitta.request.ListRequest;
import aitta.version.Dot;
import aitta.version.Version;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The bytes of messages about listings, behind the kind and id that all messages have. */
final class ListFormat {
  static final int LIST_ROWS = 48;
  static final int FETCH_DELETION = 49;
  static final int ROWS = 112;
  static final int DELETION_IS = 113;
  private static final int DELETED = 1;
  private static final int LATEST = 2;

  private ListFormat() {}

  static int kindOf(PeerMessage message) {
    if (message instanceof ListMessage.ListRows) {
      return LIST_ROWS;
    }
    if (message instanceof ListMessage.FetchDeletion) {
      return FETCH_DELETION;
    }
    if (message instanceof ListMessage.Rows) {
      return ROWS;
    }
    return message instanceof ListMessage.DeletionIs ? DELETION_IS : -1;
  }

  /** As {@link PeerFormat#sizeBound}, without what is small and fixed. */
  static int sizeBound(PeerMessage message) {
    if (message instanceof ListMessage.ListRows list) {
      return 10 * list.ranges().size() + list.from().length() + list.to().length();
    }
    if (message instanceof ListMessage.DeletionIs deletion) {
      return 3 * deletion.report().length();
    }
    if (message instanceof ListMessage.FetchDeletion fetch) {
      return 3 * fetch.name().length();
    }
    ListMessage.Rows rows = (ListMessage.Rows) message;
    long size = rows.reached().length() + 10L * rows.missing().size();
    for (ListEntry entry : rows.entries()) {
      size += 16L + entry.name().length();
      for (Version version : entry.versions()) {
        size += 80L + version.value().length + 3L * version.contentType().length();
        size += 3L * version.contentEncoding().length();
      }
    }
    return Math.toIntExact(size);
  }

  static void write(PeerMessage message, Output out) {
    if (message instanceof ListMessage.ListRows list) {
      writeRanges(list.ranges(), out);
      writeText(list.to(), writeText(list.from(), out));
      out.putVarint(list.limit()).putVarint(list.maxBytes());
      out.putByte(list.show().ordinal()).putByte(list.latest() ? 1 : 0);
    } else if (message instanceof ListMessage.FetchDeletion fetch) {
      out.putString(fetch.name());
    } else if (message instanceof ListMessage.DeletionIs deletion) {
      out.putString(deletion.report());
    } else {
      ListMessage.Rows rows = (ListMessage.Rows) message;
      writeRanges(rows.missing(), writeText(rows.reached(), out));
      out.putVarint(rows.entries().size());
      rows.entries().forEach(entry -> writeEntry(entry, out));
    }
  }

  private static void writeEntry(ListEntry entry, Output out) {
    writeText(entry.name(), out).putVarint(entry.versions().size());
    for (int i = 0; i < entry.versions().size(); i++) {
      Version version = entry.versions().get(i);
      out.putLong(version.dot().writer()).putVarint(version.dot().counter());
      out.putLong(version.timestamp());
      out.putByte((version.deleted() ? DELETED : 0) | (version.latest() ? LATEST : 0));
      out.putVarint(version.expiresAtMillis());
      out.putString(version.contentType()).putString(version.contentEncoding());
      out.putVarint(entry.sizes().get(i)).putBytes(version.value());
    }
  }

  private static void writeRanges(List<Integer> ranges, Output out) {
    out.putVarint(ranges.size());
    ranges.forEach(out::putVarint);
  }

  private static Output writeText(String text, Output out) {
    return out.putBytes(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /**
   * @return null where it is no kind of this format
   * @throws MalformedException unless the bytes are of that kind
   */
  static PeerMessage read(int kind, long id, Input in) {
    switch (kind) {
      case LIST_ROWS:
        return readList(id, in);
      case FETCH_DELETION:
        return new ListMessage.FetchDeletion(id, in.getString());
      case ROWS:
        String reached = readText(in);
        List<Integer> missing = readRanges(in);
        List<ListEntry> entries = new ArrayList<>();
        for (int left = in.getCount(2); left > 0; left--) {
          entries.add(readEntry(in));
        }
        return new ListMessage.Rows(id, entries, reached, missing);
      case DELETION_IS:
        return new ListMessage.DeletionIs(id, in.getString());
      default:
        return null;
    }
  }

  private static ListMessage.ListRows readList(long id, Input in) {
    List<Integer> ranges = readRanges(in);
    String from = readText(in);
    String to = readText(in);
    int limit = readInt(in);
    int maxBytes = readInt(in);
    int show = in.getByte();
    ListRequest.Show[] shows = ListRequest.Show.values();
    if (show >= shows.length) {
      throw new MalformedException("a listing that shows " + show);
    }
    boolean latest = in.getByte() == 1;
    return new ListMessage.ListRows(id, ranges, from, to, limit, maxBytes, shows[show], latest);
  }

  private static ListEntry readEntry(Input in) {
    String name = readText(in);
    int count = in.getCount(22);
    List<Version> versions = new ArrayList<>(count);
    List<Long> sizes = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      Dot dot = new Dot(in.getLong(), in.getVarint());
      long timestamp = in.getLong();
      int flags = in.getByte();
      long expires = in.getVarint();
      String type = in.getString();
      String encoding = in.getString();
      sizes.add(in.getVarint());
      byte[] value = in.getBytes();
      boolean latest = (flags & LATEST) != 0;
      boolean deleted = (flags & DELETED) != 0;
      versions.add(new Version(dot, timestamp, latest, deleted, expires, type, encoding, value));
    }
    return new ListEntry(name, versions, sizes);
  }

  private static List<Integer> readRanges(Input in) {
    int count = in.getCount(1);
    List<Integer> ranges = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      ranges.add(readInt(in));
    }
    return ranges;
  }

  private static int readInt(Input in) {
    long value = in.getVarint();
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw new MalformedException("a number of " + value);
    }
    return (int) value;
  }

  private static String readText(Input in) {
    return new String(in.getBytes(), StandardCharsets.ISO_8859_1);
  }
}
