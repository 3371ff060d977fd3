package aitta.ring;

import static org.assertj.core.api.Assertions.assertThat;

import aitta.model.NodeId;
import java.util.BitSet;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class TokensTest {
  @Test
  void everyNodeHasEachTokenNumberExactlyOnce() {
    RandomGenerator random = Members.random(1);
    for (int ranges = 16; ranges <= 65_536; ranges *= 2) {
      for (int i = 0; i < 5; i++) {
        Tokens tokens = new Tokens(Members.randomId(random), ranges);
        BitSet numbers = new BitSet();
        for (int range = 0; range < ranges; range++) {
          numbers.set(tokens.number(range));
        }
        assertThat(numbers.cardinality()).isEqualTo(ranges);
        assertThat(numbers.length()).isEqualTo(ranges);
      }
    }
  }

  @Test
  void nodesWithSimilarNamesHaveUnrelatedTokens() {
    // Of the 64 lowest tokens of one node, another has about 64 × 64 / 1024 = 4 of its lowest
    // there.
    double common = 0;
    for (int node = 0; node < 200; node++) {
      Tokens one = new Tokens(new NodeId("node-" + node), 1024);
      Tokens next = new Tokens(new NodeId("node-" + (node + 1)), 1024);
      for (int range = 0; range < 1024; range++) {
        common += one.number(range) < 64 && next.number(range) < 64 ? 1 : 0;
      }
    }
    assertThat(common / 200).isBetween(3.5, 4.5);
  }

  @Test
  void theNearestTokenIsOfEachNodeByItsRate() {
    Tokens light = new Tokens(new NodeId("light"), 65_536);
    Tokens heavy = new Tokens(new NodeId("heavy"), 65_536);
    int won = 0;
    for (int range = 0; range < 65_536; range++) {
      double toHeavy = Tokens.distance(heavy.place(range), 3);
      won += toHeavy < Tokens.distance(light.place(range), 1) ? 1 : 0;
    }
    assertThat(won / 65_536.0).isBetween(0.74, 0.76);
  }
}
