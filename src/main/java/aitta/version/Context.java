package aitta.version;

import aitta.codec.Input;
import aitta.codec.MalformedException;
import aitta.codec.Output;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * A set of dots: a vector, whose entry {@code i:n} stands for the dots 1 to n of writer i, and
 * single dots beside it. Immutable. Single dots are kept only while the vector does not cover them.
 */
public final class Context {
  public static final Context EMPTY = new Context(new long[0], new long[0], List.of());

  private final long[] writers; // ascending, unsigned
  private final long[] counters; // of the writer at the same index
  private final List<Dot> dots; // ascending, none covered by the vector

  private Context(long[] writers, long[] counters, List<Dot> dots) {
    this.writers = writers;
    this.counters = counters;
    this.dots = dots;
  }

  /** This one dot and no other. */
  public static Context ofDot(Dot dot) {
    return new Context(new long[0], new long[0], List.of(dot));
  }

  /**
   * Every dot of {@code writer} up to {@code counter}; none where that is 0.
   *
   * @throws IllegalArgumentException if {@code counter} is negative
   */
  public static Context upTo(long writer, long counter) {
    if (counter < 0) {
      throw new IllegalArgumentException("counters start at 1, not at " + counter);
    }
    if (counter == 0) {
      return EMPTY; // an entry without a dot would be a second form of the same set
    }
    return new Context(new long[] {writer}, new long[] {counter}, List.of());
  }

  public boolean isEmpty() {
    return writers.length == 0 && dots.isEmpty();
  }

  /** Entries of the vector plus single dots: what the size of a token depends on. */
  public int size() {
    return writers.length + dots.size();
  }

  /** The vector's entry of {@code writer}; 0 where it has none. */
  public long counterOf(long writer) {
    int at = indexOf(writer);
    return at < 0 ? 0 : counters[at];
  }

  /**
   * The highest counter of {@code writer} that is named here at all, by the vector or by a single
   * dot.
   */
  public long highestOf(long writer) {
    long highest = counterOf(writer);
    for (Dot dot : dots) {
      if (dot.writer() == writer) {
        highest = Math.max(highest, dot.counter());
      }
    }
    return highest;
  }

  public boolean covers(Dot dot) {
    return vectorCovers(dot) || (!dots.isEmpty() && Collections.binarySearch(dots, dot) >= 0);
  }

  /**
   * Whether joining {@code other} into this would change nothing. An entry {@code i:n} is covered
   * by an entry alone, even where all its dots are here one by one: which counters a key has used
   * is not known.
   */
  public boolean covers(Context other) {
    if (this == other) {
      return true;
    }
    for (int i = 0; i < other.writers.length; i++) {
      if (counterOf(other.writers[i]) < other.counters[i]) {
        return false;
      }
    }
    for (Dot dot : other.dots) {
      if (!covers(dot)) {
        return false;
      }
    }
    return true;
  }

  /** The union of both. */
  public Context join(Context other) {
    if (covers(other)) {
      return this;
    }
    if (other.covers(this)) {
      return other;
    }
    long[] ids = new long[writers.length + other.writers.length];
    long[] highs = new long[ids.length];
    int size = 0;
    int a = 0;
    int b = 0;
    while (a < writers.length || b < other.writers.length) {
      int order = orderAt(a, other, b);
      ids[size] = order <= 0 ? writers[a] : other.writers[b];
      highs[size] = Math.max(order <= 0 ? counters[a] : 0, order >= 0 ? other.counters[b] : 0);
      a += order <= 0 ? 1 : 0;
      b += order >= 0 ? 1 : 0;
      size++;
    }
    Context vector = new Context(Arrays.copyOf(ids, size), Arrays.copyOf(highs, size), List.of());
    return vector.withDots(dots, other.dots);
  }

  private int orderAt(int a, Context other, int b) {
    if (a == writers.length) {
      return 1;
    }
    return b == other.writers.length ? -1 : Long.compareUnsigned(writers[a], other.writers[b]);
  }

  private Context withDots(List<Dot> some, List<Dot> more) {
    if (some.isEmpty() && more.isEmpty()) {
      return this;
    }
    List<Dot> kept = new ArrayList<>(some.size() + more.size());
    kept.addAll(some);
    kept.addAll(more);
    kept.removeIf(this::vectorCovers);
    return new Context(writers, counters, kept.stream().sorted().distinct().toList());
  }

  /** This context with {@code dot} as a single dot. */
  public Context with(Dot dot) {
    return join(ofDot(dot));
  }

  /**
   * This context with every dot of {@code dot.writer()} up to {@code dot}: for the writer itself,
   * who knows them all.
   */
  public Context advancedTo(Dot dot) {
    return join(upTo(dot.writer(), dot.counter()));
  }

  /** This context with, of each writer, only the {@code most} highest of its single dots. */
  Context withFewSingles(int most) {
    List<Dot> kept = new ArrayList<>(dots.size());
    for (int i = 0; i < dots.size(); i++) {
      int later = i + most;
      if (later >= dots.size() || dots.get(later).writer() != dots.get(i).writer()) {
        kept.add(dots.get(i));
      }
    }
    return kept.size() == dots.size() ? this : new Context(writers, counters, List.copyOf(kept));
  }

  /** The same set with the dots of one writer as those of another, of which there are none here. */
  Context renamed(long from, long to) {
    if (highestOf(from) == 0) {
      return this;
    }
    Context renamed = EMPTY;
    for (int i = 0; i < writers.length; i++) {
      renamed = renamed.join(upTo(writers[i] == from ? to : writers[i], counters[i]));
    }
    List<Dot> singles = dots.stream().map(dot -> dot.renamed(from, to)).toList();
    return renamed.withDots(singles, List.of());
  }

  private boolean vectorCovers(Dot dot) {
    return counterOf(dot.writer()) >= dot.counter();
  }

  /** Position of {@code writer} in the vector, negative where it is not there. */
  int indexOf(long writer) {
    for (int i = 0;
        i < writers.length;
        i++) { // a handful of entries: faster than a search by halves
      if (writers[i] == writer) {
        return i;
      }
    }
    return -1;
  }

  Dot entryAt(long index) {
    if (index < 0 || index >= writers.length) {
      throw new MalformedException("no entry " + index + " in a vector of " + writers.length);
    }
    return new Dot(writers[(int) index], counters[(int) index]);
  }

  int encodedSizeBound() {
    return 20 + 18 * size();
  }

  public void writeTo(Output out) {
    out.putVarint(writers.length);
    for (int i = 0; i < writers.length; i++) {
      out.putLong(writers[i]).putVarint(counters[i]);
    }
    Dot.writeAll(dots, out);
  }

  /**
   * @throws MalformedException unless the bytes are what {@link #writeTo} makes
   */
  public static Context readFrom(Input in) {
    int entries = in.getCount(9);
    long[] writers = new long[entries];
    long[] counters = new long[entries];
    for (int i = 0; i < entries; i++) {
      writers[i] = in.getLong();
      counters[i] = in.getVarint();
      if (counters[i] < 1 || i > 0 && Long.compareUnsigned(writers[i - 1], writers[i]) >= 0) {
        throw new MalformedException("the entries of a context are not in order");
      }
    }
    List<Dot> dots = Dot.readAscending(in);
    Context context = new Context(writers, counters, dots);
    if (dots.stream().anyMatch(context::vectorCovers)) {
      throw new MalformedException("a single dot that the vector covers");
    }
    return context;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Context that
        && Arrays.equals(writers, that.writers)
        && Arrays.equals(counters, that.counters)
        && dots.equals(that.dots);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * Arrays.hashCode(writers) + Arrays.hashCode(counters)) + dots.hashCode();
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("{");
    for (int i = 0; i < writers.length; i++) {
      text.append(i > 0 ? " " : "").append("..").append(entryAt(i));
    }
    for (Dot dot : dots) {
      text.append(' ').append(dot);
    }
    return text.append('}').toString();
  }
}
