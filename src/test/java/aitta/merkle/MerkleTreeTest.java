package aitta.merkle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import aitta.model.Key;
import aitta.model.Token;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What exchanges rely on: a tree tells what is known now, and nothing of how it came to be. */
class MerkleTreeTest {
  private static final int LEAVES = 256;

  /** What is known of one key. */
  private record Change(int key, long hash) {}

  private static int leafOf(int key) {
    return new Random(key).nextInt(LEAVES);
  }

  /** The tree that these changes make one after the other, and what is known in the end. */
  private static MerkleTree grown(List<Change> changes, Map<Integer, Long> known) {
    MerkleTree tree = new MerkleTree(LEAVES);
    for (Change change : changes) {
      Long before = known.put(change.key(), change.hash());
      tree.change(leafOf(change.key()), before == null ? 0 : before, change.hash());
    }
    return tree;
  }

  private static MerkleTree builtAtOnce(Map<Integer, Long> known) {
    MerkleTree tree = new MerkleTree(LEAVES);
    known.forEach((key, hash) -> tree.change(leafOf(key), 0, hash));
    return tree;
  }

  private static List<Change> changes(Random random) {
    List<Change> changes = new ArrayList<>();
    for (int i = random.nextInt(1, 300); i > 0; i--) {
      changes.add(new Change(random.nextInt(60), random.nextInt(4) == 0 ? 0 : random.nextLong()));
    }
    return changes;
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void treeThatWasKeptUpIsTheOneThatWouldBeBuiltAnew(long seed) {
    Map<Integer, Long> known = new HashMap<>();
    MerkleTree grown = grown(changes(new Random(seed)), known);
    MerkleTree built = builtAtOnce(known);
    assertThat(grown.root()).isEqualTo(built.root());
    assertThat(grown.branches()).isEqualTo(built.branches());
    for (int leaf = 0; leaf < LEAVES; leaf++) {
      assertThat(grown.leaf(leaf)).isEqualTo(built.leaf(leaf));
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void orderInWhichKeysCameDoesNotShow(long seed) {
    Random random = new Random(seed);
    List<Change> changes = new ArrayList<>();
    for (int key = 0; key < 100; key++) {
      changes.add(new Change(key, random.nextLong()));
    }
    long root = grown(changes, new HashMap<>()).root();
    Collections.shuffle(changes, random);
    assertThat(grown(changes, new HashMap<>()).root()).isEqualTo(root);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void whereverTwoTreesDifferRootBranchAndLeafSaySo(long seed) {
    Random random = new Random(seed);
    Map<Integer, Long> known = new HashMap<>();
    MerkleTree one = grown(changes(random), known);
    Map<Integer, Long> elsewhere = new HashMap<>(known);
    TreeSet<Integer> leaves = new TreeSet<>();
    for (int key : List.of(0, 17, 59)) {
      elsewhere.put(key, random.nextLong());
      leaves.add(leafOf(key));
    }
    MerkleTree other = builtAtOnce(elsewhere);
    assertThat(other.root()).isNotEqualTo(one.root());
    for (int branch = 0; branch < LEAVES / MerkleTree.FAN_OUT; branch++) {
      int first = branch * MerkleTree.FAN_OUT;
      boolean differs = !leaves.subSet(first, first + MerkleTree.FAN_OUT).isEmpty();
      assertThat(other.branches()[branch] != one.branches()[branch]).isEqualTo(differs);
      for (int i = 0; i < MerkleTree.FAN_OUT; i++) {
        boolean leafDiffers = other.leavesOf(branch)[i] != one.leavesOf(branch)[i];
        assertThat(leafDiffers).isEqualTo(leaves.contains(first + i));
      }
    }
  }

  @Test
  void sameHashesInOtherLeavesMakeAnotherTree() {
    MerkleTree one = new MerkleTree(LEAVES);
    one.change(3, 0, 7);
    MerkleTree neighbour = new MerkleTree(LEAVES);
    neighbour.change(4, 0, 7);
    MerkleTree elsewhere = new MerkleTree(LEAVES);
    elsewhere.change(3 + MerkleTree.FAN_OUT, 0, 7);
    assertThat(one.root()).isNotIn(neighbour.root(), elsewhere.root());
    assertThat(neighbour.root()).isNotEqualTo(elsewhere.root());
  }

  @Test
  void treeOfNothingHashesToZero_andSoDoesOneThatHasForgottenAll() {
    MerkleTree tree = new MerkleTree(LEAVES);
    assertThat(tree.root()).isZero();
    tree.change(9, 0, 12345);
    assertThat(tree.root()).isNotZero();
    tree.change(9, 12345, 0);
    assertThat(tree.root()).isZero();
  }

  @Test
  void treeIsReadBackFromItsLeavesAlone() {
    MerkleTree tree = grown(changes(new Random(1)), new HashMap<>());
    MerkleTree readBack = new MerkleTree(LEAVES);
    for (int leaf = 0; leaf < LEAVES; leaf++) {
      readBack.set(leaf, tree.leaf(leaf));
    }
    assertThat(readBack.root()).isEqualTo(tree.root());
    assertThat(MerkleTree.rootOf(tree.branches())).isEqualTo(tree.root());
  }

  @Test
  void branchesThatWereGivenOutDoNotChangeLater() {
    MerkleTree tree = new MerkleTree(LEAVES);
    long[] before = tree.branches();
    tree.change(0, 0, 1);
    assertThat(before[0]).isZero();
    assertThat(tree.branches()[0]).isNotZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 128, 256, 1024, 65536})
  void keysOfARangeSpreadOverAllItsLeaves(int ranges) {
    int leaves = MerkleTree.leavesFor(ranges);
    assertThat(leaves).isBetween(MerkleTree.FAN_OUT, 1024);
    assertThat((long) leaves * ranges).isLessThanOrEqualTo(Math.max(1 << 18, 32L * ranges));
    int[] hit = new int[leaves];
    for (int i = 0; i < 40 * leaves; i++) {
      Token token = Key.of("bucket", "key-" + i).token();
      hit[MerkleTree.leafOf(token, ranges, leaves)]++;
    }
    assertThat(hit).doesNotContain(0);
  }

  @Test
  void leavesThatFillNoBranchAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new MerkleTree(33));
    assertThatIllegalArgumentException().isThrownBy(() -> new MerkleTree(0));
  }
}
