package aitta.version;

import aitta.codec.Input;
import aitta.codec.MalformedException;
import aitta.codec.Output;

/**
 * The newest of all versions of {@code latest} buckets that a set has ever seen; older ones are
 * dropped. Part of the set, or the join would depend on the order in which sets meet.
 *
 * @param timestamp hybrid logical time; 0 where there was none
 * @param dot breaks ties; null where there was none
 */
public record Newest(long timestamp, Dot dot) {
  public static final Newest NONE = new Newest(0, null);

  static Newest of(Version version) {
    return new Newest(version.timestamp(), version.dot());
  }

  public boolean isNone() {
    return dot == null;
  }

  boolean isAtLeast(Newest other) {
    return other.isNone() || !isNone() && max(other) == this;
  }

  Newest max(Newest other) {
    if (other.isNone() || isNone()) {
      return isNone() ? other : this;
    }
    int order = Long.compare(timestamp, other.timestamp);
    return (order != 0 ? order : dot.compareTo(other.dot)) >= 0 ? this : other;
  }

  void writeTo(Output out) {
    if (isNone()) {
      out.putByte(0);
    } else {
      dot.writeTo(out.putByte(1).putLong(timestamp));
    }
  }

  static Newest readFrom(Input in) {
    int kind = in.getByte();
    if (kind > 1) {
      throw new MalformedException("a newest version of kind " + kind);
    }
    return kind == 0 ? NONE : new Newest(in.getLong(), Dot.readFrom(in));
  }
}
