package aitta.peer;

import static org.assertj.core.api.Assertions.assertThat;

import aitta.clock.NodeClock;
import aitta.model.Key;
import aitta.model.NodeId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PeersTest {
  private static final NodeId A = new NodeId("a");
  private static final NodeId B = new NodeId("b");
  private long wallMillis = 1_000_000;
  private long nanos = 5_000;
  private final NodeClock clock =
      new NodeClock(() -> wallMillis, () -> nanos, Duration.ofSeconds(1));
  private final List<Envelope> sent = new ArrayList<>();
  private final List<Long> deadlines = new ArrayList<>();
  private final Peers peers =
      new Peers(
          A,
          clock,
          (from, question, deadline, reply) -> {
            deadlines.add(deadline);
            reply.accept(new PeerMessage.Claimed(question.id()));
          },
          (to, envelope) -> sent.add(envelope));

  private static PeerMessage.Fetch question(long id) {
    return new PeerMessage.Fetch(id, Key.of("b", "k"), true);
  }

  @Test
  void aQuestionToThisNodeIsAnsweredHere() {
    List<NodeId> replied = new ArrayList<>();
    long id = peers.open((from, reply) -> replied.add(from));
    peers.ask(A, question(id), 100);
    assertThat(replied).containsExactly(A);
    assertThat(sent).isEmpty();
    assertThat(deadlines).containsExactly(5_000 + TimeUnit.MILLISECONDS.toNanos(100));
  }

  @Test
  void repliesReachWhoeverAskedUntilItLeaves() {
    List<PeerMessage.Reply> first = new ArrayList<>();
    List<PeerMessage.Reply> second = new ArrayList<>();
    long one = peers.open((from, reply) -> first.add(reply));
    long two = peers.open((from, reply) -> second.add(reply));
    peers.ask(B, question(two), 100);
    assertThat(sent).hasSize(1);
    peers.received(new Envelope(B, 0, 0, 0, new PeerMessage.Claimed(two)));
    peers.close(two);
    peers.received(new Envelope(B, 0, 0, 0, new PeerMessage.Claimed(two)));
    assertThat(first).isEmpty();
    assertThat(second).hasSize(1);
    assertThat(peers.openCount()).isEqualTo(1);
    peers.close(one);
    assertThat(peers.openCount()).isZero();
  }

  /** As a write of before a crash may be acknowledged after it. */
  @Test
  void aReplyToAQuestionOfAnEarlierStartIsForNobody() {
    Peers again = new Peers(A, clock, (from, question, deadline, reply) -> {}, (to, e) -> true);
    List<PeerMessage.Reply> taken = new ArrayList<>();
    long earlier = peers.open((from, reply) -> {});
    again.open((from, reply) -> taken.add(reply));
    again.received(new Envelope(B, 0, 0, 0, new PeerMessage.Stored(earlier, 0)));
    assertThat(taken).isEmpty();
  }

  @Test
  void aQuestionFromElsewhereIsAnsweredUnderItsId() {
    peers.received(new Envelope(B, 0, 77, 100, question(9)));
    assertThat(sent).singleElement().satisfies(e -> assertThat(e.message().id()).isEqualTo(9));
  }

  @Test
  void whatWasHeldUpHasADeadlineInThePast() {
    peers.received(new Envelope(B, 0, 0, 100, question(1)));
    nanos += TimeUnit.SECONDS.toNanos(3);
    peers.received(new Envelope(B, 0, 1, 100, question(2)));
    assertThat(deadlines.get(0)).isGreaterThan(5_000);
    assertThat(deadlines.get(1)).isLessThan(nanos);
  }

  @Test
  void aWallClockThatIsSetMakesNothingLate() {
    peers.received(new Envelope(B, 0, 0, 100, question(1)));
    wallMillis += 3_600_000;
    peers.received(new Envelope(B, 0, 0, 100, question(2)));
    assertThat(deadlines.get(1)).isGreaterThan(nanos);
  }
}
