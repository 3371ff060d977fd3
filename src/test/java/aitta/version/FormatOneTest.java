package aitta.version;

import static org.assertj.core.api.Assertions.assertThat;

import aitta.codec.Input;
import aitta.codec.Output;
import aitta.model.Key;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The bytes of format 1, as they lie in data directories and in clients' hands. Every later version
 * must read them, so the sample file never changes: a new format gets one of its own.
 */
class FormatOneTest {
  private static final HexFormat HEX = HexFormat.of();
  private static final Key KEY = Key.of("bucket", "key");
  private final Map<String, String> file = read("format-1.txt");
  private final ContextTokens tokens =
      new ContextTokens(List.of("0123456789abcdef".getBytes(StandardCharsets.US_ASCII)));

  @Test
  void setsSummariesAndTokensOfFormatOneAreRead() throws InvalidContextException {
    for (Map.Entry<String, Siblings> sample : Samples.sets().entrySet()) {
      String name = sample.getKey();
      Siblings set = sample.getValue();
      byte[] bytes = HEX.parseHex(file.get("set " + name));
      assertThat(SiblingsFormat.decode(bytes)).as(name).isEqualTo(set);
      Input summary = new Input(HEX.parseHex(file.get("summary " + name)));
      assertThat(Summary.readFrom(summary)).as(name).isEqualTo(set.summary());
      assertThat(tokens.decode(KEY, file.get("token " + name))).as(name).isEqualTo(set.seen());
    }
    assertThat(file).hasSize(3 * Samples.sets().size());
  }

  /** Goes once a newer format is written. */
  @Test
  void formatOneIsWhatIsWritten() {
    assertThat(written()).isEqualTo(file);
  }

  private Map<String, String> written() {
    Map<String, String> written = new LinkedHashMap<>();
    Samples.sets()
        .forEach(
            (name, set) -> {
              Output summary = new Output(0);
              set.summary().writeTo(summary);
              written.put("set " + name, HEX.formatHex(SiblingsFormat.encode(set)));
              written.put("summary " + name, HEX.formatHex(summary.toBytes()));
              written.put("token " + name, tokens.encode(KEY, set.seen()));
            });
    return written;
  }

  private static Map<String, String> read(String name) {
    Map<String, String> lines = new LinkedHashMap<>();
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                FormatOneTest.class.getResourceAsStream(name), StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (!line.isBlank() && !line.startsWith("#")) {
          int at = line.indexOf(" = ");
          lines.put(line.substring(0, at), line.substring(at + 3));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return lines;
  }
}
