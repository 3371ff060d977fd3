package aitta.hint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import aitta.model.Key;
import aitta.model.NodeId;
import aitta.peer.PeerMessage;
import aitta.replica.TestSystem;
import aitta.replica.Writes;
import aitta.storage.CorruptionException;
import aitta.storage.TableId;
import aitta.version.Siblings;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table of hints of which a block is damaged on disk. */
class DamagedHintsTest {
  private static final NodeId A = new NodeId("a");
  private static final NodeId B = new NodeId("b");
  private static final TableId TABLE = TableId.hints(0);
  private static final int HINTS = 400;
  @TempDir Path dir;
  private final FakeTargets targets = new FakeTargets();

  @Test
  void aDamagedBlockKeepsNobodyFromTheHintsBesideIt() throws IOException {
    try (TestSystem system = TestSystem.real(dir)) {
      HintsUnderTest hints = HintsUnderTest.ready(system, targets);
      for (int i = 0; i < HINTS; i += 20) { // the journal of the test takes small events
        List<CompletableFuture<PeerMessage.Reply>> kept = new ArrayList<>();
        for (int j = i; j < i + 20; j++) {
          kept.add(hints.keep(key(j), set(j), A, B));
        }
        assertThat(kept.stream().map(HintsUnderTest::get))
            .allMatch(PeerMessage.Kept.class::isInstance);
      }
      system.store().flush();
    }
    flipAThirdIn();
    TestSystem system = TestSystem.real(dir);
    try {
      HintsUnderTest hints = HintsUnderTest.ready(system, targets);
      targets.reach(A);
      targets.reach(B);
      await()
          .atMost(HintsUnderTest.PATIENCE)
          .until(
              () ->
                  metByCompaction(system)
                      || delivered() > HINTS && hints.figures.damagedPlaces() > 0);
      await()
          .atMost(HintsUnderTest.PATIENCE)
          .until(
              () -> {
                int sent = targets.sent();
                return metByCompaction(system)
                    || delivered() > 3 * HINTS / 2 && sent == targets.sent();
              });
      if (metByCompaction(system)) {
        // It was faster: no more writes until the store is opened again without this table.
        assertThat(system.store().damage().orElseThrow().tables()).containsExactly(TABLE);
        return;
      }
      assertThat(delivered()).isLessThan(2 * HINTS);
      Key fresh = Key.of("z-bucket", "fresh");
      assertThat(HintsUnderTest.get(hints.keep(fresh, set(0), A)))
          .isInstanceOf(PeerMessage.Kept.class);
      await().atMost(HintsUnderTest.PATIENCE).until(() -> targets.copy(A, fresh).equals(set(0)));
    } finally {
      close(system);
    }
  }

  /** Compaction may meet the damage at any time; then the last flush is refused, and says why. */
  private static void close(TestSystem system) {
    try {
      system.close();
    } catch (CorruptionException e) {
      assertThat(e).hasMessageContaining("block checksum mismatch").hasMessageContaining(".sst");
    }
  }

  private static boolean metByCompaction(TestSystem system) {
    return system.store().statistics().backgroundErrors() > 0;
  }

  private int delivered() {
    int count = 0;
    for (int i = 0; i < HINTS; i++) {
      count += targets.copy(A, key(i)).equals(set(i)) ? 1 : 0;
      count += targets.copy(B, key(i)).equals(set(i)) ? 1 : 0;
    }
    return count;
  }

  private void flipAThirdIn() throws IOException {
    try (Stream<Path> files = Files.walk(dir.resolve("state"))) {
      Path largest =
          files
              .filter(file -> file.toString().endsWith(".sst"))
              .max(Comparator.comparingLong(file -> file.toFile().length()))
              .orElseThrow();
      try (RandomAccessFile file = new RandomAccessFile(largest.toFile(), "rw")) {
        long at = file.length() / 3;
        file.seek(at);
        int was = file.read();
        file.seek(at);
        file.write(was ^ 0x55);
      }
    }
  }

  private static Key key(int index) {
    return Key.of("bucket", "key-%03d".formatted(index));
  }

  private static Siblings set(int index) {
    byte[] random = new byte[200];
    new Random(index).nextBytes(random);
    return Writes.set(1L << 20, index + 1, HexFormat.of().formatHex(random));
  }
}
