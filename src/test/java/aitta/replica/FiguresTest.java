package aitta.replica;

import static org.assertj.core.api.Assertions.assertThat;

import aitta.version.Context;
import aitta.version.Dot;
import aitta.version.Siblings;
import aitta.version.Version;
import org.junit.jupiter.api.Test;

class FiguresTest {
  private static final long WRITER = 1L << 20;

  @Test
  void aKeyCountsOnceHoweverManyVersionsItHas() {
    Siblings one = Writes.set(WRITER, 1, "abc");
    Siblings two = Writes.plus(one, WRITER, 2, "defgh");
    Figures figures = Figures.NONE.changed(Siblings.EMPTY, one);
    assertThat(figures).isEqualTo(new Figures(1, 3));
    assertThat(figures.changed(one, two)).isEqualTo(new Figures(1, 8));
    assertThat(figures.changed(one, two).changed(two, one)).isEqualTo(figures);
  }

  @Test
  void aKeyThatWasDeletedDoesNotCount() {
    Siblings one = Writes.set(WRITER, 1, "abc");
    Version tombstone = Version.tombstone(new Dot(WRITER, 2), 9L << 16, false);
    Siblings gone = one.write(one.context(), tombstone);
    Siblings beside = one.write(Context.EMPTY, tombstone);
    assertThat(new Figures(1, 3).changed(one, gone)).isEqualTo(Figures.NONE);
    assertThat(new Figures(1, 3).changed(one, beside)).isEqualTo(new Figures(1, 3));
  }
}
