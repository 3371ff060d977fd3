package aitta.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import aitta.model.Key;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** An answer that is larger than it may be is broken off, whatever its head says. */
class LargeAnswerTest {
  private static final int MOST = 1 << 16;
  private static final String HEAD = "HTTP/1.1 200 OK\r\nAitta-Context: c\r\n";
  private static final String KIB = "x".repeat(1024);

  private final AtomicLong sent = new AtomicLong();

  private static void chunks(OutputStream out, int count, AtomicLong sent) throws IOException {
    RawNode.send(out, HEAD + "Transfer-Encoding: chunked\r\n\r\n");
    for (int i = 0; i < count; i++) {
      RawNode.send(out, RawNode.chunk(KIB));
      sent.addAndGet(KIB.length());
    }
    RawNode.send(out, "0\r\n\r\n");
  }

  @Test
  void whatIsAnnouncedIsNotRead() {
    try (RawNode node =
            new RawNode(
                (number, out) -> RawNode.send(out, HEAD + "Content-Length: 2000000000\r\n\r\nx"));
        AittaClient client = node.client(MOST)) {
      AnswerTooLargeException refusal =
          catchThrowableOfType(AnswerTooLargeException.class, () -> client.get(Key.of("b", "k")));
      assertThat(refusal.limit()).isEqualTo(MOST);
      assertThat(refusal).hasMessageContaining("GET /v1/buckets/b/keys/k");
      assertThat(refusal.mayHaveTakenEffect()).isFalse();
      assertThat(node.asked()).hasSize(1); // another node would say as much
    }
  }

  @Test
  void whatComesWithoutALengthIsBrokenOff() {
    int kib = 1 << 20;
    try (RawNode node = new RawNode((number, out) -> chunks(out, kib, sent));
        AittaClient client = node.client(MOST)) {
      assertThatThrownBy(() -> client.get(Key.of("b", "k")))
          .isInstanceOf(AnswerTooLargeException.class);
      assertThat(sent.get()).isLessThan((long) kib * KIB.length());
    }
  }

  @Test
  void whatJustFitsIsTaken() {
    try (RawNode node = new RawNode((number, out) -> chunks(out, MOST / 1024, sent));
        AittaClient client = node.client(MOST)) {
      assertThat(client.get(Key.of("b", "k")).single().orElseThrow().bytes()).hasSize(MOST);
    }
    assertThatThrownBy(() -> AittaClient.builder().node("http://a").maxAnswerBytes(1).build())
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void ofAWriteItIsOpenWhetherItWasDone() {
    try (RawNode node = new RawNode((number, out) -> chunks(out, 100, sent));
        AittaClient client = node.client(MOST)) {
      AnswerTooLargeException refusal =
          catchThrowableOfType(
              AnswerTooLargeException.class,
              () -> client.putAndGet(Key.of("b", "k"), Value.text("x"), WriteOptions.DEFAULT));
      assertThat(refusal.mayHaveTakenEffect()).isTrue();
    }
  }
}
