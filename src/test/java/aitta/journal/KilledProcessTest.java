package aitta.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process of its own is killed in the midst of its writes, again and again. */
class KilledProcessTest {
  private static final int ROUNDS = 3;
  private static final int ACKNOWLEDGED_BEFORE_KILL = 3000;

  @TempDir Path dir;
  private final Map<String, Long> written = new HashMap<>();
  private final Map<String, Long> deleted = new HashMap<>();

  @Test
  void whatAKilledProcessAcknowledgedIsReplayed() throws IOException, InterruptedException {
    for (int round = 0; round < ROUNDS; round++) {
      runAndKill();
      try (OpenJournal journal = OpenJournal.in(dir)) {
        assertThat(journal.store.damages()).isEmpty();
        written.forEach((id, seqNr) -> check(journal, id, seqNr));
      }
    }
    assertThat(written).hasSize(KilledWriter.IDS);
  }

  private void check(OpenJournal journal, String id, long acknowledged) {
    long highest = journal.store.highest(id);
    assertThat(highest).as(id).isGreaterThanOrEqualTo(acknowledged);
    List<String> events = journal.replay(id);
    long next = highest - events.size() + 1;
    // A deletion may be done without being acknowledged, but it never reaches above what was asked.
    assertThat(next - 1).as(id).isGreaterThanOrEqualTo(deleted.getOrDefault(id, 0L));
    for (String event : events) {
      assertThat(event).isEqualTo(next + "=" + KilledWriter.text(id, next));
      next++;
    }
  }

  private void runAndKill() throws IOException, InterruptedException {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                KilledWriter.class.getName(),
                dir.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(child.getInputStream(), StandardCharsets.US_ASCII))) {
      for (int i = 0; i < ACKNOWLEDGED_BEFORE_KILL; i++) {
        note(lines.readLine());
      }
      child.toHandle().destroyForcibly(); // unlike the process itself, leaves the pipe open
      // What it said before it died counts too, but for a line that was cut.
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.endsWith(".")) {
          note(line);
        }
      }
    } finally {
      child.destroyForcibly();
      assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  /** {@code w <id> <number> .} for a write, {@code d <id> <number> .} for a deletion. */
  private void note(String line) {
    String[] words = line.split(" ");
    (words[0].equals("w") ? written : deleted).merge(words[1], Long.valueOf(words[2]), Math::max);
  }
}
