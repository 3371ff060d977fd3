package aitta.hint;

import static org.assertj.core.api.Assertions.assertThat;

import aitta.clock.NodeClock;
import aitta.hint.FakeTargets.Manner;
import aitta.model.Key;
import aitta.model.NodeId;
import aitta.peer.Peers;
import aitta.replica.ByteBudget;
import aitta.replica.Writes;
import aitta.ring.RangeOwners;
import aitta.storage.RowChange;
import aitta.storage.StateSettings;
import aitta.storage.StateStore;
import aitta.version.Siblings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The walk over one target's hints, at a pace that is counted on a clock of the test. */
class DeliveryTest {
  private static final NodeId TARGET = new NodeId("a");
  private static final NodeId OTHER = new NodeId("aa");
  private static final Siblings SET = Writes.set(1L << 20, 1, "x".repeat(100));
  private static final int ROW_BYTES = new Hint(1, SET).encode().length;
  private static final long SECOND = 1_000_000_000L;

  /** Three rows a batch, and one row a second. */
  private long rate = ROW_BYTES;

  private final Delivery.Pace pace =
      new Delivery.Pace(Duration.ofSeconds(10), 3, 1 << 20, () -> rate);

  @TempDir Path dir;
  private final AtomicLong nanos = new AtomicLong();
  private final NodeClock clock = new NodeClock(() -> 1, nanos::get, Duration.ofSeconds(1));
  private final FakeTargets targets = new FakeTargets();
  private final List<Long> replied = new ArrayList<>();
  private final List<String> unreadable = new ArrayList<>();
  private StateStore store;
  private Peers peers;

  @BeforeEach
  void open() {
    store = StateStore.open(dir.resolve("state"), StateSettings.defaults());
    peers = new Peers(new NodeId("self"), clock, (from, question, deadline, reply) -> {}, targets);
    targets.answerTo(peers);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private Delivery delivery(int hints) {
    List<RowChange> rows = new ArrayList<>();
    for (int i = 0; i < hints; i++) {
      HintId id = new HintId(TARGET, Key.of("bucket", "key-" + i));
      rows.add(RowChange.put(id.row(), new Hint(1, SET).encode()));
    }
    HintId other = new HintId(OTHER, Key.of("bucket", "key"));
    rows.add(RowChange.put(other.row(), new Hint(1, SET).encode()));
    store.apply(HintStore.TABLE, 1, rows, new byte[0]);
    HintSetup setup =
        new HintSetup(
            store,
            clock,
            peers,
            new Random(1),
            Writes.NO_LIMITS,
            1 << 20,
            Duration.ofDays(1),
            false,
            () -> 0,
            new ByteBudget(Long.MAX_VALUE),
            () -> pace,
            () -> false,
            key -> new RangeOwners(0, 1, List.of(TARGET, OTHER)),
            key -> List.of(),
            node -> true,
            node -> true,
            () -> false,
            () -> false,
            counts -> assertThat(counts).isEqualTo(Map.of()),
            new HintFigures());
    HintRows walk = new HintRows(store, () -> HintStore.TABLE, unreadable::add);
    return new Delivery(TARGET, setup, walk, (question, reply) -> replied.add(question));
  }

  private void takeReplies(Delivery delivery) {
    replied.forEach(question -> delivery.replied(question, true));
    replied.clear();
  }

  @Test
  void aBatchGoesNoSoonerThanTheRateAllowsAndSaysHowLongToWait() {
    Delivery delivery = delivery(7);
    assertThat(delivery.advance()).isZero();
    assertThat(targets.sent()).isEqualTo(3);
    takeReplies(delivery);
    assertThat(delivery.isIdle()).isTrue();
    assertThat(delivery.advance()).isEqualTo(SECOND); // and then it is looked at again
    nanos.addAndGet(SECOND + SECOND / 2);
    assertThat(delivery.advance()).isEqualTo(SECOND);
    nanos.addAndGet(SECOND);
    assertThat(delivery.advance()).isEqualTo(SECOND / 2);
    assertThat(targets.sent()).isEqualTo(3);
    nanos.addAndGet(SECOND / 2);
    assertThat(delivery.advance()).isZero();
    assertThat(targets.sent()).isEqualTo(6);
  }

  @Test
  void aRateThatIsRaisedHoldsForWhatWasSentBefore() {
    Delivery delivery = delivery(7);
    delivery.advance();
    takeReplies(delivery);
    rate = 30L * ROW_BYTES;
    assertThat(delivery.advance()).isEqualTo(SECOND / 10);
    nanos.addAndGet(SECOND / 10);
    assertThat(delivery.advance()).isZero();
    assertThat(targets.sent()).isEqualTo(6);
  }

  @Test
  void aWalkEndsWithTheLastHintOfItsTargetHoweverItWasAnswered() {
    targets.behave(Manner.REFUSE);
    Delivery delivery = delivery(4);
    delivery.advance();
    takeReplies(delivery);
    assertThat(delivery.isUnderWay()).isTrue();
    nanos.addAndGet(3 * SECOND);
    delivery.advance();
    takeReplies(delivery);
    assertThat(targets.sent()).isEqualTo(4);
    assertThat(delivery.isUnderWay()).isFalse();
    nanos.addAndGet(3 * SECOND);
    delivery.advance(); // a new one
    assertThat(targets.sent()).isEqualTo(7);
  }

  @Test
  void repliesThatDoNotComeAreGivenUpAndNobodyListensForThemAnyMore() {
    targets.behave(Manner.STORE_AND_WAIT);
    Delivery delivery = delivery(4);
    delivery.advance();
    nanos.addAndGet(4 * SECOND);
    delivery.advance();
    assertThat(targets.sent()).isEqualTo(3);
    nanos.addAndGet(SECOND);
    delivery.advance();
    assertThat(targets.sent()).isEqualTo(4);
    assertThat(peers.openCount()).isEqualTo(1);
    targets.acknowledge();
    takeReplies(delivery);
    assertThat(delivery.isIdle()).isTrue();
    assertThat(peers.openCount()).isZero();
  }

  @Test
  void aRowThatCannotBeReadIsPassedOverAndReportedOnce() {
    Delivery delivery = delivery(3);
    HintId damaged = new HintId(TARGET, Key.of("bucket", "key-1"));
    store.apply(
        HintStore.TABLE, 2, List.of(RowChange.put(damaged.row(), new byte[] {99})), new byte[0]);
    for (int walk = 0; walk < 3; walk++) {
      delivery.advance();
      assertThat(replied).as("walk " + walk).hasSize(2);
      takeReplies(delivery);
      nanos.addAndGet(4 * SECOND);
    }
    assertThat(unreadable).hasSize(1);
    assertThat(unreadable.get(0)).contains("key-1");
  }
}
