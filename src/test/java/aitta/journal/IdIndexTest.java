package aitta.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdIndexTest {
  private final IdIndex index = new IdIndex("a");

  @ParameterizedTest(name = "seed={0}")
  @ValueSource(longs = {1, 2, 3})
  void agreesWithASortedMap(long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    TreeMap<Long, String> expected = new TreeMap<>();
    long last = 0;
    long generation = 1;
    for (int i = 0; i < 2000; i++) {
      if (random.nextInt(100) == 0) {
        generation++;
      }
      if (random.nextInt(20) == 0 && !expected.isEmpty()) {
        long to = expected.firstKey() + random.nextLong(5);
        index.delete(to, (segment, count) -> {});
        expected.headMap(to, true).clear();
      } else {
        last += 1 + random.nextInt(3) + (random.nextInt(50) == 0 ? 5_000_000_000L : 0);
        index.add(generation, last, i * 8, 64);
        expected.put(last, generation + "@" + i * 8);
      }
      long from = random.nextLong(last + 2);
      assertThat(found(from)).isEqualTo(List.copyOf(expected.tailMap(from, true).values()));
      assertThat(index.highest()).isEqualTo(last);
    }
  }

  @Test
  void aDeletionTellsWhatBecameUselessInEachSegment() {
    for (int i = 1; i <= 6; i++) {
      index.add(i <= 4 ? 1 : 2, i, i * 100, 64);
    }
    List<String> released = new ArrayList<>();
    index.delete(5, (generation, count) -> released.add(generation + ":" + count));
    assertThat(released).containsExactly("1:4", "2:1");
    assertThat(index.isDeleted(5)).isTrue();
    assertThat(index.isDeleted(6)).isFalse();
  }

  @Test
  void aViewStaysAsItWasWhileTheIndexGoesOn() {
    for (int i = 1; i <= 5; i++) {
      index.add(1, i, i * 100, 64);
    }
    Run.View view = index.from(2).get(0);
    for (int i = 6; i <= 100; i++) {
      index.add(1, i, i * 100, 64);
    }
    index.delete(50, (generation, count) -> {});
    assertThat(view.to() - view.from()).isEqualTo(4);
    assertThat(view.lastSeqNr(view.from())).isEqualTo(2);
    assertThat(view.offset(view.to() - 1)).isEqualTo(500);
  }

  private List<String> found(long from) {
    List<String> found = new ArrayList<>();
    for (Run.View view : index.from(from)) {
      for (int i = view.from(); i < view.to(); i++) {
        found.add(view.generation() + "@" + view.offset(i));
      }
    }
    return found;
  }
}
