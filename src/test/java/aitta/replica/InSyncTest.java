package aitta.replica;

import static aitta.replica.ReplicaUnderTest.TABLE;
import static aitta.replica.ReplicaUnderTest.get;
import static org.assertj.core.api.Assertions.assertThat;

import aitta.merkle.MerkleTree;
import aitta.model.Key;
import aitta.ownership.Pledge;
import aitta.peer.Envelope;
import aitta.peer.PeerFormat;
import aitta.peer.PeerMessage;
import aitta.peer.RangeMessage;
import aitta.peer.Standing;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What it costs to find that nothing differs: the same for few keys and for many. */
class InSyncTest {
  private static final int LEAVES = MerkleTree.leavesFor(128);
  private static final int KEYS = 3 * LEAVES;
  private static final int AT_ONCE = 256;
  private static final int SMALL = 200;
  private static final Standing PEERS = new Standing(77, 9, 0, true, 0, 1, Pledge.NONE);

  @TempDir Path dir;
  private TestSystem system;

  @AfterEach
  void stop() {
    system.close();
  }

  @Test
  void anExchangeIsOneSmallMessageEachWayAndReadsNoRow() {
    system = TestSystem.real(dir);
    ReplicaUnderTest replica = filled();
    MerkleTree tree = new MerkleTree(LEAVES);
    for (int i = 0; i < KEYS; i++) {
      Key key = key(i);
      int leaf = MerkleTree.leafOf(key.token(), 128, LEAVES);
      tree.change(leaf, 0, Bookkeeping.hash(Rows.of(key), Writes.set(1L << 20, i + 1, "v")));
    }
    int before = replica.rows.read();
    PeerMessage.Question compare = new RangeMessage.Compare(1, TABLE.range(), PEERS, tree.root());
    PeerMessage.Reply reply = get(replica.ask(compare));
    assertThat(((RangeMessage.Compared) reply).branches()).as("in sync").isEmpty();
    assertThat(((RangeMessage.Compared) reply).keys()).isEqualTo(KEYS);
    assertThat(replica.rows.read()).isEqualTo(before);
    assertThat(List.of(bytes(compare), bytes(reply))).allMatch(bytes -> bytes < SMALL);
  }

  @Test
  void aStartReadsTheLeavesAndNoKey() {
    system = TestSystem.real(dir);
    filled();
    system.store().flush();
    system.close();
    system = TestSystem.real(dir);
    ReplicaUnderTest again = ReplicaUnderTest.starting(system);
    again.awaitReady();
    assertThat(again.rows.read()).isBetween(LEAVES / 2, LEAVES + 10);
  }

  private ReplicaUnderTest filled() {
    ReplicaUnderTest replica = ReplicaUnderTest.ready(system);
    List<CompletableFuture<PeerMessage.Reply>> open = new ArrayList<>();
    for (int i = 0; i < KEYS; i++) {
      open.add(replica.store(key(i), Writes.set(1L << 20, i + 1, "v")));
      if (open.size() == AT_ONCE) {
        open.forEach(ReplicaUnderTest::get);
        open.clear();
      }
    }
    open.forEach(ReplicaUnderTest::get);
    return replica;
  }

  private static Key key(int i) {
    return Key.of("bucket", "key-" + i);
  }

  private static int bytes(PeerMessage message) {
    return PeerFormat.encode(new Envelope(ReplicaUnderTest.PEER, 0, 0, 0, message)).length;
  }
}
