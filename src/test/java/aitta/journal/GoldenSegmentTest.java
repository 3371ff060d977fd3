package aitta.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.testkit.javadsl.TestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Every version must read what an earlier one wrote. The samples were written by {@link #main} of
 * the version that brought the format; they are never made anew.
 */
class GoldenSegmentTest {
  private static ActorSystem system;
  private static EventCodec codec;

  @TempDir Path dir;

  @BeforeAll
  static void start() {
    system = ActorSystem.create("golden");
    codec = new EventCodec((ExtendedActorSystem) system);
  }

  @AfterAll
  static void stop() {
    TestKit.shutdownActorSystem(system);
  }

  @Test
  void format1IsRead() throws IOException {
    copy("format-1", 1);
    copy("format-1", 2);
    try (OpenJournal journal = OpenJournal.in(dir)) {
      assertThat(journal.store.damages()).isEmpty();
      assertThat(journal.replay("range-1"))
          .containsExactly("2=second", "5=three to five", "6=in the second segment");
      assertThat(journal.replay("gone")).isEmpty();
      assertThat(journal.store.highest("gone")).isEqualTo(7);
      assertThat(journal.replay("sleepy/ä")).containsExactly("1=ä");
      assertThat(events(journal)).containsExactly(event(1, "one"), event(2, "two"));
      assertThat(events(journal).get(1).metadata().get()).isEqualTo("meta");
      assertThat(events(journal).get(1).timestamp()).isEqualTo(1_700_000_000_000L);
      journal.write("range-1", 7, "goes on");
      assertThat(journal.replay("range-1", 6))
          .containsExactly("6=in the second segment", "7=goes on");
    }
  }

  private static PersistentRepr event(long seqNr, String text) {
    return PersistentRepr.apply(text, seqNr, "pekko", "adapter", false, null, "writer");
  }

  private static List<PersistentRepr> events(OpenJournal journal) {
    List<PersistentRepr> found = new ArrayList<>();
    try {
      journal.store.replay("pekko", 1, (header, body) -> codec.decode(header, body, 1, found::add));
    } catch (TimeoutException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return found;
  }

  private void copy(String format, long generation) throws IOException {
    Path file = new JournalFiles(dir).segment(generation);
    try (InputStream sample =
        GoldenSegmentTest.class.getResourceAsStream(format + "/" + file.getFileName())) {
      Files.copy(sample, file);
    }
  }

  /** Writes the samples of the present format into the directory {@code args[0]}. */
  public static void main(String[] args) throws IOException {
    Path target = Path.of(args[0]);
    start();
    AtomicWrite write =
        new AtomicWrite(
            CollectionConverters.asScala(
                    List.of(
                        event(1, "one"),
                        event(2, "two").withMetadata("meta").withTimestamp(1_700_000_000_000L)))
                .toList());
    try (OpenJournal journal = OpenJournal.in(target)) {
      journal.write("range-1", 1, "first");
      journal.write("range-1", 2, "second");
      OpenJournal.await(journal.writeLater(OpenJournal.events("range-1", 3, 5, "three to five")));
      journal.write("gone", 7, "numbers may begin anywhere");
      journal.write("sleepy/ä", 1, "ä");
      journal.delete("gone", 7);
      OpenJournal.await(journal.writeLater(codec.encode(write)));
    }
    try (OpenJournal journal = OpenJournal.in(target)) {
      journal.write("range-1", 6, "in the second segment");
      journal.delete("range-1", 1);
    }
    JournalFiles files = new JournalFiles(target);
    // The rest of the newest file is zeros, and samples should be small.
    Path newest = files.segment(2);
    Files.write(newest, Arrays.copyOf(Files.readAllBytes(newest), 2048));
    for (long spare : files.spares()) {
      Files.delete(files.spare(spare));
    }
    Files.delete(files.lock());
    for (long generation : List.of(1L, 2L)) {
      System.out.println(files.segment(generation) + " " + Files.size(files.segment(generation)));
    }
    stop();
  }
}
