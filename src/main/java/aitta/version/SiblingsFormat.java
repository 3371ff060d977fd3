package aitta.version;

import aitta.codec.Input;
import aitta.codec.MalformedException;
import aitta.codec.Output;
import java.util.ArrayList;
import java.util.List;

/**
 * The bytes of a {@link Siblings}: rows of the state, events of the journal and messages between
 * nodes alike.
 *
 * <p>Format 1: version byte, context, newest, number of versions; each version as index of its
 * writer in the context's vector, how far its counter lies below that entry, flags, timestamp,
 * expiry if any, content type if not the default, content encoding if any, value with its length.
 */
public final class SiblingsFormat {
  private static final int FORMAT = 1;
  private static final int DELETED = 1;
  private static final int LATEST = 2;
  private static final int EXPIRES = 4;
  private static final int TYPED = 8;
  private static final int ENCODED = 16;
  private static final int ALL_FLAGS = 31;

  private SiblingsFormat() {}

  public static byte[] encode(Siblings siblings) {
    Output out = new Output(sizeBound(siblings));
    write(siblings, out);
    return out.toBytes();
  }

  public static int sizeBound(Siblings siblings) {
    long size = 64L + siblings.context().encodedSizeBound();
    for (Version v : siblings.versions()) {
      size +=
          48L + v.value().length + 3L * (v.contentType().length() + v.contentEncoding().length());
    }
    return Math.toIntExact(size);
  }

  public static void write(Siblings siblings, Output out) {
    out.putByte(FORMAT);
    siblings.context().writeTo(out);
    siblings.newest().writeTo(out);
    out.putVarint(siblings.versions().size());
    for (Version version : siblings.versions()) {
      write(version, siblings.context(), out);
    }
  }

  private static void write(Version version, Context context, Output out) {
    int entry = context.indexOf(version.dot().writer());
    out.putVarint(entry).putVarint(context.entryAt(entry).counter() - version.dot().counter());
    boolean typed = !version.contentType().equals(Version.DEFAULT_TYPE);
    boolean encoded = !version.contentEncoding().isEmpty();
    out.putByte(
        (version.deleted() ? DELETED : 0)
            | (version.latest() ? LATEST : 0)
            | (version.expiresAtMillis() != 0 ? EXPIRES : 0)
            | (typed ? TYPED : 0)
            | (encoded ? ENCODED : 0));
    out.putLong(version.timestamp());
    if (version.expiresAtMillis() != 0) {
      out.putVarint(version.expiresAtMillis());
    }
    if (typed) {
      out.putString(version.contentType());
    }
    if (encoded) {
      out.putString(version.contentEncoding());
    }
    out.putBytes(version.value());
  }

  /**
   * @throws MalformedException unless the bytes are exactly one set
   */
  public static Siblings decode(byte[] bytes) {
    Input in = new Input(bytes);
    Siblings siblings = read(in);
    in.expectEnd();
    return siblings;
  }

  /**
   * @throws MalformedException if the next bytes are no set
   */
  public static Siblings read(Input in) {
    int format = in.getByte();
    if (format != FORMAT) {
      throw new MalformedException("versions in format " + format + "; this build reads " + FORMAT);
    }
    Context context = Context.readFrom(in);
    Newest newest = Newest.readFrom(in);
    int count = in.getCount(12);
    List<Version> versions = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      versions.add(readVersion(in, context));
    }
    Siblings siblings = new Siblings(context, versions, newest);
    requireLawful(siblings);
    return siblings;
  }

  /** A set that breaks these would break the laws of the join for whoever takes it in. */
  private static void requireLawful(Siblings siblings) {
    Newest newest = siblings.newest();
    if (!newest.isNone() && !siblings.context().covers(newest.dot())) {
      throw new MalformedException("a newest version that the context does not cover");
    }
    Dot before = null;
    for (Version version : siblings.versions()) {
      if (before != null && before.compareTo(version.dot()) >= 0) {
        throw new MalformedException("the versions are not in order");
      }
      if (version.latest() != newest.equals(Newest.of(version))) {
        throw new MalformedException("a newest version that is not the only one by time");
      }
      before = version.dot();
    }
  }

  private static Version readVersion(Input in, Context context) {
    Dot entry = context.entryAt(in.getVarint());
    long counter = entry.counter() - in.getVarint();
    if (counter < 1 || counter > entry.counter()) {
      throw new MalformedException("a version that its context does not cover");
    }
    int flags = in.getByte();
    if (flags > ALL_FLAGS) {
      throw new MalformedException("unknown flags " + flags);
    }
    long timestamp = in.getLong();
    long expires = (flags & EXPIRES) != 0 ? in.getVarint() : 0;
    String type = (flags & TYPED) != 0 ? in.getString() : Version.DEFAULT_TYPE;
    String encoding = (flags & ENCODED) != 0 ? in.getString() : "";
    boolean deleted = (flags & DELETED) != 0;
    boolean latest = (flags & LATEST) != 0;
    byte[] value = in.getBytes();
    if (deleted && value.length > 0 || expires < 0) {
      throw new MalformedException("a tombstone with a value, or a time before 1970");
    }
    Dot dot = new Dot(entry.writer(), counter);
    return new Version(dot, timestamp, latest, deleted, expires, type, encoding, value);
  }
}
