package aitta.client;

import static org.assertj.core.api.Assertions.assertThat;

import aitta.model.Key;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ExamplesTest {
  private static final Pattern SHOWN = Pattern.compile("(?s)<pre>\\{@code(.*?)\\}</pre>");

  private final Examples examples = new Examples();

  @Test
  void documentationShowsTheVeryCodeThatIsTested() throws IOException {
    String code = squeezed(Files.readString(Path.of("src/test/java/aitta/client/Examples.java")));
    String client = Files.readString(Path.of("src/main/java/aitta/client/AittaClient.java"));
    Matcher shown = SHOWN.matcher(client);
    int found = 0;
    while (shown.find()) {
      String text = shown.group(1).replaceAll("(?m)^ \\* ?", "");
      if (text.contains("try (")) {
        continue; // the first steps, which the next test takes
      }
      assertThat(code).contains(squeezed(text));
      found++;
    }
    assertThat(found).isEqualTo(3);
  }

  private static String squeezed(String code) {
    return code.replaceAll("\\bpublic ", "").replaceAll("\\s+", "");
  }

  @Test
  void firstSteps() {
    try (MemoryCluster cluster = new MemoryCluster(3);
        AittaClient client = AittaClient.of(cluster.urls())) {
      Key rye = Key.of("barn", "rye");
      client.put(rye, Value.text("twelve sacks"));
      assertThat(client.get(rye).single().map(Value::asText)).contains("twelve sacks");
      client.delete(rye);
      assertThat(client.get(rye)).isInstanceOf(ReadResult.Missing.class);
    }
  }

  @Test
  void cartKeepsWhatTwoWritersPutInAtTheSameTime() {
    try (MemoryCluster cluster = new MemoryCluster(1);
        AittaClient client = AittaClient.of(cluster.urls())) {
      Key cart = Key.of("carts", "anna");
      examples.addToCart(client, cart, "rye");
      client.put(cart, Value.text("rye\noats"), WriteOptions.DEFAULT.beside());
      client.put(cart, Value.text("barley"), WriteOptions.DEFAULT.beside());
      examples.addToCart(client, cart, "flax");
      assertThat(client.get(cart).single().map(Value::asText)).contains("barley\nflax\noats\nrye");
    }
  }

  @Test
  void sessionIsSavedAndUsedAndMissedOnceItIsGone() {
    try (MemoryCluster cluster = new MemoryCluster(1);
        AittaClient client = AittaClient.of(cluster.urls())) {
      examples.prepareSessions(client);
      assertThat(client.buckets().properties("sessions").conflicts()).isEqualTo("latest");
      assertThat(client.buckets().properties("sessions").ttl()).isEqualTo("30m");
      examples.saveSession(client, "42", "anna");
      assertThat(examples.useSession(client, "42")).contains("anna");
      assertThat(cluster.asked("POST")).hasSize(1);
      client.delete(Key.of("sessions", "42"));
      assertThat(examples.useSession(client, "42")).isEmpty();
    }
  }

  @Test
  void counterCountsEachWriterOnceHoweverOftenItWrites() {
    try (MemoryCluster cluster = new MemoryCluster(1);
        AittaClient client = AittaClient.of(cluster.urls())) {
      Key counter = Key.of("counters", "visits");
      assertThat(examples.total(client, counter)).isZero();
      examples.count(client, counter, "a", 1);
      examples.count(client, counter, "a", 2);
      client.put(counter, Value.text("b=40"), WriteOptions.DEFAULT.beside());
      assertThat(examples.total(client, counter)).isEqualTo(42);
      examples.count(client, counter, "a", 2);
      examples.count(client, counter, "b", 41);
      assertThat(examples.total(client, counter)).isEqualTo(43);
      assertThat(examples.slots(List.of(Value.text("x=1\ny=2")))).hasSize(2);
    }
  }
}
