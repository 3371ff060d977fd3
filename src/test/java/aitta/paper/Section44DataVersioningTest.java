package aitta.paper;

import static org.assertj.core.api.Assertions.assertThat;

import aitta.version.Context;
import aitta.version.Dot;
import aitta.version.Siblings;
import aitta.version.Version;
import aitta.version.View;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Dynamo, SOSP 2007, section 4.4: what the paper claims of versions and their reconciliation. */
class Section44DataVersioningTest {
  private static final long SX = 0x10000;
  private static final long SY = 0x20000;
  private static final long SZ = 0x30000;

  @Test
  void section4_4_figure3_bothBranchesSurviveUntilReconciled() {
    Siblings d1 = write(Siblings.EMPTY, Context.EMPTY, SX, 1, "D1"); // [Sx,1]
    Siblings d2 = write(d1, d1.context(), SX, 2, "D2"); // [Sx,2]
    assertThat(d1.join(d2)).as("D2 descends from D1").isEqualTo(d2);

    Siblings d3 = write(d2, d2.context(), SY, 1, "D3"); // [Sx,2] [Sy,1]
    Siblings d4 = write(d2, d2.context(), SZ, 1, "D4"); // [Sx,2] [Sz,1]
    assertThat(d3.context()).isEqualTo(Context.upTo(SX, 2).join(Context.upTo(SY, 1)));
    assertThat(d4.context()).isEqualTo(Context.upTo(SX, 2).join(Context.upTo(SZ, 1)));
    assertThat(values(d1.join(d4))).as("one that knew D1 or D2 forgets them").containsExactly("D4");
    assertThat(values(d2.join(d4))).containsExactly("D4");
    assertThat(values(d3.join(d4))).as("neither has seen the other").containsExactly("D3", "D4");

    Siblings read = d3.join(d4); // its context is the union: [Sx,2] [Sy,1] [Sz,1]
    Siblings d5 = write(read, read.context(), SX, 3, "D5"); // [Sx,3] [Sy,1] [Sz,1]
    assertThat(d5.context())
        .isEqualTo(Context.upTo(SX, 3).join(Context.upTo(SY, 1)).join(Context.upTo(SZ, 1)));
    for (Siblings older : new Siblings[] {d1, d2, d3, d4, read}) {
      assertThat(older.join(d5)).isEqualTo(d5);
    }
  }

  @Test
  void section4_4_newVersionsUsuallySubsumeThePreviousOnes() {
    Siblings object = Siblings.EMPTY;
    for (int i = 1; i <= 100; i++) {
      Siblings before = object;
      object = write(object, object.context(), i % 2 == 0 ? SX : SY, i, "v" + i);
      assertThat(values(object.join(before))).containsExactly("v" + i);
      assertThat(object.includes(before)).isTrue();
      assertThat(before.includes(object)).isFalse();
    }
  }

  @Test
  void section4_4_aReadOfDivergedVersionsReturnsAllLeavesAndAWriteWithItsContextReconcilesThem() {
    Siblings base = write(Siblings.EMPTY, Context.EMPTY, SX, 1, "base");
    Siblings leaves = base;
    for (long writer = 0; writer < 5; writer++) {
      Siblings branch = write(base, base.context(), SY + writer, 1, "leaf " + writer);
      leaves = leaves.join(branch);
    }
    assertThat(View.of(leaves, false, 0)).isInstanceOf(View.Several.class);
    assertThat(leaves.versions()).hasSize(5);
    Siblings reconciled = write(leaves, leaves.context(), SX, 2, "one");
    assertThat(values(reconciled.join(leaves))).containsExactly("one");
  }

  @Test
  void section4_4_anAddToCartIsNeverLostButADeletedItemCanResurface() {
    Siblings cart = write(Siblings.EMPTY, Context.EMPTY, SX, 1, "bread milk");
    Siblings added = write(cart, cart.context(), SY, 1, "bread eggs milk");
    Siblings removed = write(cart, cart.context(), SZ, 1, "bread");
    Siblings diverged = added.join(removed);
    TreeSet<String> union = new TreeSet<>(); // how the paper's shopping cart merges
    values(diverged).forEach(value -> union.addAll(Arrays.asList(value.split(" "))));
    Siblings merged = write(diverged, diverged.context(), SX, 2, String.join(" ", union));
    assertThat(values(merged.join(added).join(removed))).containsExactly("bread eggs milk");
  }

  @Test
  void section4_4_clocksAreNotCutAtTenEntriesSoReplicasNeverDisagreeOnWhatDescends() {
    Siblings object = Siblings.EMPTY;
    Siblings early = null;
    for (long writer = 0; writer < 50; writer++) {
      object = write(object, object.context(), SX + writer, 1, "by " + writer);
      early = writer == 5 ? object : early;
    }
    assertThat(object.context().size()).isEqualTo(50);
    assertThat(object.join(early)).isEqualTo(object);
    assertThat(early.join(object)).isEqualTo(object);
  }

  private static Siblings write(
      Siblings at, Context seen, long writer, long counter, String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    return at.write(
        seen, new Version(new Dot(writer, counter), 1, false, false, 0, "text/plain", "", bytes));
  }

  private static List<String> values(Siblings siblings) {
    return siblings.versions().stream()
        .map(version -> new String(version.value(), StandardCharsets.UTF_8))
        .toList();
  }
}
