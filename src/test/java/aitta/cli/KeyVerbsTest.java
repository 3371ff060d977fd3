package aitta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import aitta.api.Json;
import aitta.cli.output.CheckedOutput;
import aitta.cli.output.Console;
import aitta.client.AittaClient;
import aitta.client.MemoryCluster;
import aitta.client.ScriptedNode.Answer;
import aitta.client.ScriptedNode.Asked;
import aitta.client.Value;
import aitta.client.WriteOptions;
import aitta.model.Key;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** get, put, delete, touch, list, batch. */
class KeyVerbsTest {
  private static final WriteOptions BESIDE = WriteOptions.DEFAULT.beside();

  @TempDir Path folder;
  private final MemoryCluster cluster = new MemoryCluster(1);
  private final AittaClient client = AittaClient.of(cluster.urls());
  private final CommandLineRun aitta = new CommandLineRun(cluster);

  @AfterEach
  void stop() {
    client.close();
    cluster.close();
  }

  @Test
  void valueComesFromTheArgumentAndGoesOutByteForByte() {
    assertThat(aitta.run("put", "barn", "rye", "twelve sacks")).isZero();
    assertThat(aitta.out()).startsWith("ETAG").contains("v1");
    assertThat(client.get(Key.of("barn", "rye")).single()).contains(Value.text("twelve sacks"));
    assertThat(aitta.run("get barn rye")).isZero();
    assertThat(aitta.out()).isEqualTo("twelve sacks");
  }

  @Test
  void valueComesFromAFileOrStandardInput() throws IOException {
    byte[] bytes = {0, 1, (byte) 0xff, '\n'};
    Path file = Files.write(folder.resolve("value"), bytes);
    assertThat(aitta.run("put b k --type image/png --content-encoding br -f " + file)).isZero();
    assertThat(client.get(Key.of("b", "k")).single()).contains(new Value(bytes, "image/png", "br"));
    assertThat(aitta.input(bytes).run("put b k2")).isZero();
    assertThat(aitta.input(bytes).run("put b k3 --file -")).isZero();
    for (String key : List.of("k", "k2", "k3")) {
      assertThat(aitta.run("get b " + key)).isZero();
      assertThat(aitta.bytes()).isEqualTo(bytes);
    }
    Path copy = folder.resolve("copy");
    assertThat(aitta.run("get b k --file " + copy)).isZero();
    assertThat(copy).hasBinaryContent(bytes);
    assertThat(aitta.bytes()).isEmpty();
    assertThat(aitta.run("put b k text -f " + file)).isEqualTo(2);
    assertThat(aitta.run("put b k -f " + folder.resolve("none"))).isEqualTo(1);
    assertThat(aitta.err()).contains("there is no file");
  }

  @Test
  void flagsOfReadsAndWritesGoOverTheWire() {
    aitta.run("put b k v --w all --strict --timeout 3s --ttl 7d");
    aitta.run("put b k v --context c1");
    aitta.run("put b k v --beside");
    aitta.run("put b k2 v --if-absent");
    aitta.run("put b k2 v --if-match v4");
    aitta.run("delete b k2 --if-match * --w 1");
    aitta.run("get b k --r one --strict --timeout 50ms");
    List<Asked> asked = cluster.node(0).asked();
    assertThat(asked)
        .extracting(Asked::line)
        .containsExactly(
            "PUT /v1/buckets/b/keys/k?w=all&strict=true&timeout=3s&ttl=7d",
            "PUT /v1/buckets/b/keys/k",
            "PUT /v1/buckets/b/keys/k",
            "PUT /v1/buckets/b/keys/k2",
            "PUT /v1/buckets/b/keys/k2",
            "DELETE /v1/buckets/b/keys/k2?w=1",
            "GET /v1/buckets/b/keys/k?r=one&strict=true&timeout=50ms");
    assertThat(asked.get(1).header("Aitta-Context")).isEqualTo("c1");
    assertThat(asked.get(2).header("Aitta-Context")).isEqualTo("none");
    assertThat(asked.get(3).header("If-None-Match")).isEqualTo("*");
    assertThat(asked.get(4).header("If-Match")).isEqualTo("\"v4\"");
    assertThat(asked.get(5).header("If-Match")).isEqualTo("*");
  }

  @Test
  void nothingThereIsExitCodeThree() {
    assertThat(aitta.run("get b none")).isEqualTo(3);
    assertThat(aitta.err()).isEqualTo("aitta: nothing is there" + System.lineSeparator());
    assertThat(aitta.run("touch b none --ttl 1h")).isEqualTo(3);
    assertThat(aitta.run("delete b none")).isZero();
  }

  @Test
  void severalVersionsAreExitCodeFourAndShown() throws IOException {
    client.put(Key.of("b", "k"), Value.text("one"), BESIDE);
    client.put(Key.of("b", "k"), Value.text("two!"), BESIDE);
    assertThat(aitta.run("get b k")).isEqualTo(4);
    assertThat(aitta.out()).isEmpty();
    assertThat(aitta.err()).contains("--sibling ETAG", "v1", "v2");
    assertThat(aitta.run("get b k --output json")).isEqualTo(4);
    JsonNode json = Json.MAPPER.readTree(aitta.out());
    assertThat(json.path("siblings").get(1).path("value").binaryValue())
        .isEqualTo("two!".getBytes(StandardCharsets.UTF_8));
    assertThat(json.path("context").asText()).isEqualTo("c1-2");
    assertThat(aitta.run("get b k --sibling v1")).isZero();
    assertThat(aitta.out()).isEqualTo("one");
    assertThat(aitta.run("get b k --sibling \"v2\"")).isZero();
    assertThat(aitta.run("get b k --sibling v9")).isEqualTo(3);
  }

  @Test
  void conditionThatDoesNotHoldIsExitCodeFive() {
    aitta.run("put b k v");
    assertThat(aitta.run("put b k v --if-absent")).isEqualTo(5);
    assertThat(aitta.run("delete b k --if-match nonsense")).isEqualTo(5);
    assertThat(aitta.run("touch b k --ttl 1h")).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "400, invalid-request, 2",
    "401, unauthenticated, 7",
    "403, forbidden, 7",
    "409, too-many-siblings, 1",
    "413, value-too-large, 1",
    "429, overloaded, 6",
    "503, quorum-not-met, 6"
  })
  void refusalsHaveExitCodesAndALine(int status, String name, int code) {
    cluster.first(asked -> Answer.problem(status, name));
    String deadline = code == 6 ? "2s" : "30s"; // what is tried again is, until then
    assertThat(aitta.run("put b k v --timeout 200ms --deadline " + deadline)).isEqualTo(code);
    assertThat(aitta.err().lines()).singleElement().asString().startsWith("aitta: T: D");
    assertThat(aitta.err().contains("may have taken effect")).isEqualTo(status == 503);
  }

  @Test
  void clusterThatIsAwayIsExitCodeSix() {
    cluster.node(0).close();
    assertThat(aitta.run("get b k --deadline 100ms")).isEqualTo(6);
    assertThat(aitta.err()).contains("had no answer").contains(": no connection");
  }

  @ParameterizedTest
  @CsvSource({
    "get b k, No space left on device, 1",
    "get b k, Broken pipe, 0",
    "list b, No space left on device, 1",
    "list b, Broken pipe, 0",
    "export b, No space left on device, 1",
    "export b, Broken pipe, 1"
  })
  void outputThatDoesNotArriveIsAFailureUnlessItsReaderHasLeft(
      String line, String reason, int code) {
    client.put(Key.of("b", "k"), Value.text("v"));
    OutputStream closed =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException(reason);
          }
        };
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Console console =
        new Console(System.in, CheckedOutput.to(closed), new PrintStream(err, true), false);
    CommandLine command = AittaCommand.commandLine(console).setErr(new PrintWriter(err, true));
    String[] words = (line + " --url " + String.join(",", cluster.urls())).split(" ");
    assertThat(command.execute(words)).isEqualTo(code);
    assertThat(err.toString(StandardCharsets.UTF_8).contains("aitta: " + reason))
        .isEqualTo(code == 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "get b",
        "get .b k",
        "get b % --encoded",
        "get b k --timeout soon",
        "get b k --output xml",
        "get b k --url 127.0.0.1:1",
        "get b k --url http://127.0.0.1:99999",
        "get b k --ca none.pem",
        "put b k v --beside --if-absent",
        "put b k v --ttl 1y",
        "list .b",
        "list b --limit 0",
        "batch --size 0",
        "bucket",
        "bucket set b conflicts",
        "bucket delete-keys b",
        "bucket delete-keys b --all --prefix x",
        "repair --accept-loss",
        "export b --verify",
        "import b none --format zip"
      })
  void wrongUseIsExitCodeTwoAndNothingIsSent(String line) {
    assertThat(aitta.run(line)).isEqualTo(2);
    assertThat(aitta.err().lines()).hasSize(2);
    assertThat(cluster.node(0).asked()).isEmpty();
  }

  @Test
  void keysAreTextOrPercentEncoded() {
    aitta.run("put", "b", "a/ä %", "1");
    aitta.run("put b %00%FF 2 --encoded");
    assertThat(client.get(Key.of("b", "a/ä %")).single()).isPresent();
    assertThat(client.get(new Key("b", new byte[] {0, (byte) 0xff})).single()).isPresent();
    aitta.run("list b --output raw");
    assertThat(aitta.out().lines()).containsExactly("%00%FF", "a/ä %");
    aitta.run("list b --output raw --encoded");
    assertThat(aitta.out().lines()).containsExactly("%00%FF", "a%2F%C3%A4%20%25");
    aitta.run("list b --output json");
    assertThat(aitta.out().lines())
        .containsExactly("{\"key\":\"%00%FF\"}", "{\"key\":\"a%2F%C3%A4%20%25\"}");
  }

  @Test
  void listShowsWhatWasAskedFor() {
    for (int i = 0; i < 30; i++) {
      client.put(Key.of("b", "k%02d".formatted(i)), Value.text("x".repeat(i)));
    }
    client.put(Key.of("b", "k07"), Value.text("other"), BESIDE);
    assertThat(aitta.run("list b --prefix k1 --after k12 --limit 3")).isZero();
    assertThat(aitta.out().lines()).containsExactly("KEY", "k13", "k14", "k15");
    assertThat(aitta.run("list b --long --limit 8")).isZero();
    assertThat(aitta.out().lines()).hasSize(10);
    assertThat(aitta.out()).startsWith("KEY  SIZE  TYPE").contains("k05  5     text/plain");
    assertThat(aitta.run("list b -l --prefix k07 -o json")).isZero();
    assertThat(aitta.out()).contains("\"versions\":[{", "\"size\":12");
    assertThat(aitta.run("list empty")).isZero();
    assertThat(aitta.out().lines()).containsExactly("KEY");
  }

  @Test
  void batchDoesOneOperationALine() throws IOException {
    String lines =
        """
        {"op":"put","bucket":"b","key":"a%2Fb","value":"cnll","contentType":"text/plain"}

        {"op":"put","bucket":"b","key":"c","value":"","context":"none","ttl":"1h"}
        {"op":"get","bucket":"b","key":"a%2Fb"}
        {"op":"get","bucket":"b","key":"none"}
        {"op":"delete","bucket":"b","key":"c"}
        """;
    assertThat(aitta.input(lines).run("batch --size 2")).isZero();
    assertThat(aitta.out().lines())
        .extracting(line -> line.split(" ")[0])
        .containsExactly("STATUS", "204", "204", "200", "404", "204");
    assertThat(cluster.asked("POST /v1/batch")).hasSize(3);
    assertThat(client.get(Key.of("b", "a/b")).single())
        .contains(Value.of("rye".getBytes(StandardCharsets.UTF_8), "text/plain"));
    Path file =
        Files.writeString(
            folder.resolve("ops"),
            "{\"op\":\"put\",\"bucket\":\"b\",\"key\":\"a%2Fb\",\"value\":\"\",\"ifNoneMatch\":\"*\"}");
    assertThat(aitta.run("batch -o json --w all --r 1 --strict --timeout 1s " + file)).isEqualTo(1);
    assertThat(aitta.out()).contains("\"status\":412", "precondition-failed");
    assertThat(cluster.asked("POST").get(3).target())
        .isEqualTo("/v1/batch?r=1&w=all&strict=true&timeout=1s");
    assertThat(aitta.input("{\"op\":\"fly\"}").run("batch")).isEqualTo(2);
    assertThat(aitta.err()).contains("line 1", "nothing was done");
    assertThat(aitta.out()).isEmpty();
    assertThat(aitta.input(lines + "{\"op\":\"fly\"}").run("batch --size 2")).isEqualTo(2);
    assertThat(aitta.err())
        .contains("line 7", "op, bucket and key must be there", "to line 5 were sent");
    assertThat(aitta.out().lines()).hasSize(5);
  }
}
