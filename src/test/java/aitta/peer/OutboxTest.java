package aitta.peer;

import static org.assertj.core.api.Assertions.assertThat;

import aitta.model.NodeId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutboxTest {
  private static final int MAX_BYTES = 100_000;

  private final Deque<Runnable> tasks = new ArrayDeque<>();
  private final List<Parcel> sent = new ArrayList<>();
  private final Outbox outbox = new Outbox(tasks::add, sent::add, MAX_BYTES);

  @Test
  void oneMessageLeavesAsItIs() {
    Envelope message = small(1);
    assertThat(outbox.add(message)).isTrue();
    runAll();
    assertThat(sent).containsExactly(message);
  }

  @Test
  void whatHasGatheredLeavesTogetherAndInOrder() {
    List<Envelope> messages = List.of(small(1), small(2), small(3));
    messages.forEach(outbox::add);
    runAll();
    assertThat(sent).hasSize(1);
    assertThat(messagesSent()).isEqualTo(messages);
  }

  @Test
  void oneTaskIsUnderWayAtATime() {
    outbox.add(small(1));
    outbox.add(small(2));
    assertThat(tasks).hasSize(1);
    runAll();
    outbox.add(small(3));
    assertThat(tasks).hasSize(1);
    runAll();
    assertThat(messagesSent()).hasSize(3);
  }

  @Test
  void noBundleIsLargerThanTheTransportTakes() {
    List<Envelope> messages = new ArrayList<>();
    for (int i = 1; i <= 300; i++) {
      messages.add(i % 7 == 0 ? large(i) : small(i));
    }
    messages.forEach(outbox::add);
    runAll();
    assertThat(messagesSent()).hasSize(300);
    assertThat(sent).hasSizeGreaterThan(40);
    for (Parcel parcel : sent) {
      if (parcel instanceof Bundle bundle) {
        assertThat(bundle.encode().length).isLessThanOrEqualTo(MAX_BYTES);
      }
    }
    assertThat(messagesSent().stream().map(message -> message.message().id()))
        .isSorted()
        .doesNotHaveDuplicates();
  }

  @Test
  void pastItsBoundMessagesAreRefusedUntilThereIsRoom() {
    int taken = 0;
    while (outbox.add(small(taken))) {
      taken++;
      assertThat(taken).isLessThan(1_000_000);
    }
    runAll();
    assertThat(messagesSent()).hasSize(taken);
    assertThat(outbox.add(small(1))).isTrue();
  }

  private void runAll() {
    while (!tasks.isEmpty()) {
      tasks.poll().run();
    }
  }

  private List<Envelope> messagesSent() {
    List<Envelope> all = new ArrayList<>();
    for (Parcel parcel : sent) {
      if (parcel instanceof Envelope envelope) {
        all.add(envelope);
      } else {
        ((Bundle) parcel).messages().forEach(bytes -> all.add(PeerFormat.decode(bytes)));
      }
    }
    return all;
  }

  private static Envelope small(long id) {
    return new Envelope(new NodeId("n1"), 0, id, 7, new PeerMessage.Claimed(id));
  }

  private static Envelope large(long id) {
    String detail = "x".repeat(20_000);
    PeerMessage.Reason reason = PeerMessage.Reason.LATE;
    return new Envelope(new NodeId("n1"), 0, id, 7, new PeerMessage.Refused(id, reason, detail));
  }
}
