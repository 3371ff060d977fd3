package aitta.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aitta.codec.Input;
import aitta.codec.MalformedException;
import aitta.codec.Output;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link Context} against the plain set of its dots, in a world of four writers. */
class ContextTest {
  private static final long[] WRITERS = {Dot.CONDITIONAL, 2, Long.MAX_VALUE, -5}; // -5 is large
  private static final int COUNTERS = 6;
  private static final List<Dot> WORLD = world();
  private final SplittableRandom random = new SplittableRandom(1);

  @Test
  void coversTheDotsThatItWasMadeOfAndNoOthers() {
    for (int i = 0; i < 5_000; i++) {
      Context context = Context.EMPTY;
      Set<Dot> model = new HashSet<>();
      for (int j = random.nextInt(8); j > 0; j--) {
        Dot dot = WORLD.get(random.nextInt(WORLD.size()));
        if (random.nextBoolean()) {
          context = context.with(dot);
          model.add(dot);
        } else {
          context = context.advancedTo(dot);
          WORLD.stream().filter(d -> isUpTo(d, dot)).forEach(model::add);
        }
        assertThat(dotsOf(context)).as("%s", context).isEqualTo(model);
      }
      assertThat(context.isEmpty()).isEqualTo(model.isEmpty());
      for (long writer : WRITERS) {
        long highest =
            model.stream()
                .filter(d -> d.writer() == writer)
                .mapToLong(Dot::counter)
                .max()
                .orElse(0);
        assertThat(context.highestOf(writer)).isEqualTo(highest);
        assertThat(context.counterOf(writer)).isLessThanOrEqualTo(highest);
      }
    }
  }

  @Test
  void joinIsTheUnionAndALeastUpperBound() {
    for (int i = 0; i < 10_000; i++) {
      Context x = anyContext();
      Context y = anyContext();
      Context z = anyContext();
      Set<Dot> union = dotsOf(x);
      union.addAll(dotsOf(y));
      assertThat(dotsOf(x.join(y))).isEqualTo(union);
      assertThat(x.join(y)).isEqualTo(y.join(x));
      assertThat(x.join(y).hashCode()).isEqualTo(y.join(x).hashCode());
      assertThat(x.join(y).join(z)).isEqualTo(x.join(y.join(z)));
      assertThat(x.join(x)).isEqualTo(x);
      assertThat(x.covers(y)).as("%s covers %s", x, y).isEqualTo(x.join(y).equals(x));
      if (x.covers(y)) {
        assertThat(dotsOf(x)).containsAll(dotsOf(y));
        assertThat(x.join(z).covers(y.join(z))).isTrue();
      }
    }
  }

  @Test
  void anEntryIsMoreThanItsDotsOneByOneForAKeysCountersHaveGaps() {
    Dot dot = new Dot(2, 1);
    Context single = Context.ofDot(dot);
    Context entry = Context.upTo(2, 1);
    assertThat(entry.covers(single)).isTrue();
    assertThat(single.covers(entry)).isFalse();
    assertThat(single.join(entry)).isEqualTo(entry);
    assertThat(entry.join(single)).isEqualTo(entry);
  }

  @Test
  void upToZeroIsNoDotAndNoEntry() {
    assertThat(Context.upTo(7, 0)).isEqualTo(Context.EMPTY);
    assertThat(Context.upTo(7, 0).size()).isZero();
    assertThatThrownBy(() -> Context.upTo(7, -1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Dot(7, 0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void writersAreTakenAsUnsigned() {
    assertThat(new Dot(-5, 1)).isGreaterThan(new Dot(Long.MAX_VALUE, 9));
    assertThat(new Dot(-5, 2)).isGreaterThan(new Dot(-5, 1));
    assertThat(new Dot(-5, 16).etag()).isEqualTo("fffffffffffffffb-10");
  }

  @Test
  void fewSinglesKeepsTheHighestOfEachWriterAndTheWholeVector() {
    for (int i = 0; i < 3_000; i++) {
      Context context = anyContext();
      int most = random.nextInt(4);
      Context few = context.withFewSingles(most);
      assertThat(context.covers(few)).isTrue();
      for (long writer : WRITERS) {
        assertThat(few.counterOf(writer)).isEqualTo(context.counterOf(writer));
        List<Dot> singles = singlesOf(context, writer);
        assertThat(singlesOf(few, writer))
            .isEqualTo(singles.subList(Math.max(0, singles.size() - most), singles.size()));
      }
    }
  }

  @Test
  void bytesComeBackWithinTheBound() {
    for (int i = 0; i < 10_000; i++) {
      Context context = anyContext();
      Output out = new Output(0);
      context.writeTo(out);
      assertThat(out.size()).isLessThanOrEqualTo(context.encodedSizeBound());
      Input in = new Input(out.toBytes());
      assertThat(Context.readFrom(in)).isEqualTo(context);
      in.expectEnd();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "entry 2 0", // no dot at all
        "entry 2 -1",
        "entry 3 1 entry 2 1",
        "entry 2 1 entry 2 1",
        "entry -5 1 entry 2 1",
        "single 2 0",
        "single 2 2 single 2 1",
        "single 2 1 single 2 1",
        "entry 2 3 single 2 3"
      })
  void bytesThatNoContextMakesAreMalformed(String text) {
    String[] words = text.split(" ");
    long entries = text.split("entry", -1).length - 1L;
    Output out = new Output(0).putVarint(entries);
    for (int i = 0; i < words.length; i += 3) {
      if (i == entries * 3) {
        out.putVarint(words.length / 3 - entries);
      }
      out.putLong(Long.parseLong(words[i + 1])).putVarint(Long.parseLong(words[i + 2]));
    }
    if (entries * 3 == words.length) {
      out.putVarint(0);
    }
    assertThatThrownBy(() -> Context.readFrom(new Input(out.toBytes())))
        .isInstanceOf(MalformedException.class);
  }

  private Context anyContext() {
    Context context = Context.EMPTY;
    for (int i = random.nextInt(7); i > 0; i--) {
      Dot dot = WORLD.get(random.nextInt(WORLD.size()));
      context = random.nextInt(3) == 0 ? context.advancedTo(dot) : context.with(dot);
    }
    return context;
  }

  private static List<Dot> singlesOf(Context context, long writer) {
    return WORLD.stream()
        .filter(dot -> dot.writer() == writer && dot.counter() > context.counterOf(writer))
        .filter(context::covers)
        .toList();
  }

  private static Set<Dot> dotsOf(Context context) {
    Set<Dot> dots = new HashSet<>(WORLD);
    dots.removeIf(dot -> !context.covers(dot));
    return dots;
  }

  private static boolean isUpTo(Dot dot, Dot last) {
    return dot.writer() == last.writer() && dot.counter() <= last.counter();
  }

  private static List<Dot> world() {
    List<Dot> world = new ArrayList<>();
    for (long writer : WRITERS) {
      for (int counter = 1; counter <= COUNTERS; counter++) {
        world.add(new Dot(writer, counter));
      }
    }
    return world;
  }
}
