package aitta.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import aitta.client.ListOptions.Include;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Listings that come as one stream of lines. */
class ScanTest {
  private static final int MOST = 1 << 16;

  private static void begin(OutputStream out) throws IOException {
    RawNode.send(
        out,
        "HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\n"
            + "Transfer-Encoding: chunked\r\n\r\n");
  }

  private static void lines(OutputStream out, String... lines) throws IOException {
    for (String line : lines) {
      RawNode.send(out, RawNode.chunk(line + "\n"));
    }
  }

  private static void end(OutputStream out) throws IOException {
    RawNode.send(out, "0\r\n\r\n");
  }

  private static String key(Object name) {
    return "{\"key\":\"" + name + "\"}";
  }

  private static List<String> read(AittaClient client, ListOptions options) {
    try (Stream<ListedKey> keys = client.buckets().scan("b", options)) {
      return keys.map(listed -> listed.key().encodedName()).toList();
    }
  }

  @Test
  void eachLineIsAKey() {
    try (RawNode node =
            new RawNode(
                (number, out) -> {
                  begin(out);
                  RawNode.send(out, RawNode.chunk(key("a%2F") + "\n{\"key\":"));
                  RawNode.send(out, RawNode.chunk("\"b\",\"etag\":\"e\",\"size\":3}\n"));
                  end(out);
                });
        AittaClient client = node.client(MOST)) {
      ListOptions options =
          ListOptions.DEFAULT
              .prefix("a".getBytes(StandardCharsets.UTF_8))
              .after("x y".getBytes(StandardCharsets.UTF_8))
              .include(Include.META);
      List<ListedKey> keys = client.buckets().scan("b", options).toList();
      assertThat(keys).extracting(key -> key.key().encodedName()).containsExactly("a%2F", "b");
      assertThat(keys.get(1).size()).isEqualTo(3);
      assertThat(node.asked())
          .containsExactly("GET /v1/buckets/b/keys?prefix=a&after=x%20y&include=meta HTTP/1.1");
    }
  }

  @Test
  void oneThatBreaksOffIsGoneOnWithBehindTheLastKey() {
    try (RawNode node =
            new RawNode(
                (number, out) -> {
                  begin(out);
                  if (number == 0) {
                    lines(out, key("a"), key("b"));
                    RawNode.send(out, RawNode.chunk("{\"key\":\"c")); // and cut
                  } else if (number == 1) {
                    lines(out, key("c"));
                  } else {
                    lines(out, key("d"));
                    end(out);
                  }
                });
        AittaClient client = node.client(MOST)) {
      assertThat(read(client, ListOptions.DEFAULT)).containsExactly("a", "b", "c", "d");
      assertThat(node.asked())
          .containsExactly(
              "GET /v1/buckets/b/keys HTTP/1.1",
              "GET /v1/buckets/b/keys?after=b HTTP/1.1",
              "GET /v1/buckets/b/keys?after=c HTTP/1.1");
    }
  }

  @Test
  void oneThatNeverGetsFurtherFailsAndIsNeverTakenForWhole() {
    try (RawNode node =
            new RawNode(
                (number, out) -> {
                  begin(out);
                  if (number == 0) {
                    lines(out, key("a"));
                  }
                });
        AittaClient client = node.client(MOST)) {
      Iterator<ListedKey> keys = client.buckets().scan("b", ListOptions.DEFAULT).iterator();
      assertThat(keys.next().key().encodedName()).isEqualTo("a");
      assertThatThrownBy(keys::hasNext)
          .isInstanceOf(NoAnswerException.class)
          .hasMessageContaining("breaks off");
      assertThat(node.asked()).hasSizeBetween(3, 10);
    }
  }

  @Test
  void whatIsNotReadIsNotTakenIntoMemory() {
    AtomicInteger sent = new AtomicInteger();
    String thousand = (key("k".repeat(90)) + "\n").repeat(1000);
    try (RawNode node =
            new RawNode(
                (number, out) -> {
                  begin(out);
                  for (int i = 0; i < 100_000; i++) { // ten gigabytes
                    RawNode.send(out, RawNode.chunk(thousand));
                    sent.incrementAndGet();
                  }
                });
        AittaClient client = node.client(MOST);
        Stream<ListedKey> keys = client.buckets().scan("b", ListOptions.DEFAULT)) {
      Iterator<ListedKey> iterator = keys.iterator();
      iterator.next();
      // What the sockets of both ends hold, and no more; then the stream is closed.
      await().until(() -> sent.get() > 0);
      for (int i = 0; i < 5_000; i++) {
        iterator.next();
      }
      assertThat(sent.get()).isLessThan(10_000);
    }
  }

  @Test
  void answersThatAreNoStreamAndLinesThatAreNoKeysAreBad() {
    List<String> bodies =
        List.of("{}", "{\"key\":\"%\"}", "nonsense", "x".repeat(MOST + 1), key("a") + "\n" + "[");
    for (String body : bodies) {
      try (RawNode node =
              new RawNode(
                  (number, out) -> {
                    begin(out);
                    RawNode.send(out, RawNode.chunk(body + "\n"));
                    end(out);
                  });
          AittaClient client = node.client(MOST)) {
        assertThatThrownBy(() -> read(client, ListOptions.DEFAULT))
            .isInstanceOf(AittaException.class);
      }
    }
    try (ScriptedNode node =
            ScriptedNode.answering(ScriptedNode.Answer.json(200, "{\"keys\":[]}"));
        AittaClient client =
            AittaClient.builder().node(node.url()).followRing(false).token(null).build()) {
      assertThatThrownBy(() -> read(client, ListOptions.DEFAULT))
          .isInstanceOf(BadAnswerException.class);
      node.script(asked -> ScriptedNode.Answer.problem(403, "forbidden"));
      assertThatThrownBy(() -> read(client, ListOptions.DEFAULT))
          .isInstanceOf(RefusedException.class);
    }
  }
}
