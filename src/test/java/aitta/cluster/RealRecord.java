package aitta.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One record of data that people really keep: the words of Debian's American English word list, and
 * the countries, their subdivisions and the languages of the ISO standards as JSON.
 */
record RealRecord(String bucket, String key, String contentType, byte[] value) {
  private static final Path WORDS = Path.of("/usr/share/dict/american-english");
  private static final Path CODES = Path.of("/usr/share/iso-codes/json");

  /** All of them: over 100,000, with apostrophes, accents and flags in keys and values. */
  static List<RealRecord> all() throws IOException {
    assertThat(List.of(WORDS, CODES))
        .as("real data, which Debian has: apt-get install wamerican iso-codes")
        .allSatisfy(path -> assertThat(path).exists());
    List<RealRecord> records = new ArrayList<>(120_000);
    for (String word : Files.readAllLines(WORDS, StandardCharsets.UTF_8)) {
      byte[] value = word.getBytes(StandardCharsets.UTF_8);
      records.add(new RealRecord("words", word, "text/plain; charset=utf-8", value));
    }
    addCodes(records, "countries", "3166-1", "alpha_2");
    addCodes(records, "subdivisions", "3166-2", "code");
    addCodes(records, "languages", "639-3", "alpha_3");
    assertThat(records).as("records of real data").hasSizeGreaterThan(100_000);
    return records;
  }

  private static void addCodes(
      List<RealRecord> records, String bucket, String standard, String keyField)
      throws IOException {
    JsonNode document = Reply.JSON.readTree(CODES.resolve("iso_" + standard + ".json").toFile());
    for (JsonNode entry : document.path(standard)) {
      byte[] value = Reply.JSON.writeValueAsBytes(entry);
      String key = entry.path(keyField).asText();
      records.add(new RealRecord(bucket, key, "application/json", value));
    }
  }

  /** The same record elsewhere: in a bucket whose name starts with {@code prefix}. */
  String pathIn(String prefix) {
    return Paths.key(prefix + bucket, key);
  }

  /** The value with a number behind it, to tell one write of the record from the next. */
  byte[] value(int version) {
    byte[] mark = ("#" + version).getBytes(StandardCharsets.US_ASCII);
    byte[] marked = new byte[value.length + mark.length];
    System.arraycopy(value, 0, marked, 0, value.length);
    System.arraycopy(mark, 0, marked, value.length, mark.length);
    return marked;
  }
}
