package aitta.version;

import aitta.codec.Input;
import aitta.codec.MalformedException;
import aitta.codec.Output;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The name of one write: the {@code counter}-th of {@code writer}. Never used twice, for a writer
 * id ends with the start of the range actor that drew it. Preguiça et al., 2012, section 4.
 *
 * @param writer 64 random bits, or {@link #CONDITIONAL}
 * @param counter from 1 on
 */
public record Dot(long writer, long counter) implements Comparable<Dot> {
  /**
   * The one writer id of all conditional writes of a key; its counters are ballots. Random ids
   * start above.
   */
  public static final long CONDITIONAL = 1;

  /** Ids below this one (unsigned) are never drawn at random. */
  public static final long FIRST_RANDOM = 1L << 16;

  /** A fresh writer id. */
  public static long drawWriter(RandomGenerator random) {
    long writer = random.nextLong();
    while (Long.compareUnsigned(writer, FIRST_RANDOM) < 0) {
      writer = random.nextLong();
    }
    return writer;
  }

  public Dot {
    if (counter < 1) {
      throw new IllegalArgumentException("the counter of a dot starts at 1, not at " + counter);
    }
  }

  @Override
  public int compareTo(Dot other) {
    int order = Long.compareUnsigned(writer, other.writer);
    return order != 0 ? order : Long.compare(counter, other.counter);
  }

  /** The text of a strong entity tag, without quotes. */
  public String etag() {
    return Long.toHexString(writer) + "-" + Long.toHexString(counter);
  }

  Dot renamed(long from, long to) {
    return writer == from ? new Dot(to, counter) : this;
  }

  void writeTo(Output out) {
    out.putLong(writer).putVarint(counter);
  }

  static Dot readFrom(Input in) {
    long writer = in.getLong();
    long counter = in.getVarint();
    if (counter < 1) {
      throw new MalformedException("a dot with counter " + counter);
    }
    return new Dot(writer, counter);
  }

  /** How many there are, then each of them. */
  static void writeAll(List<Dot> dots, Output out) {
    out.putVarint(dots.size());
    dots.forEach(dot -> dot.writeTo(out));
  }

  /** What {@link #writeAll} wrote of a sorted list. */
  static List<Dot> readAscending(Input in) {
    int count = in.getCount(9);
    List<Dot> dots = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      Dot dot = readFrom(in);
      if (i > 0 && dots.get(i - 1).compareTo(dot) >= 0) {
        throw new MalformedException("the dots are not in order");
      }
      dots.add(dot);
    }
    return List.copyOf(dots);
  }

  @Override
  public String toString() {
    return etag();
  }
}
