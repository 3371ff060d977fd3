package aitta.peer;

import static org.assertj.core.api.Assertions.assertThat;

import aitta.model.NodeId;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChunksTest {
  private static final NodeId A = new NodeId("a");
  private static final NodeId B = new NodeId("b");
  private final Chunks chunks = new Chunks(4L * Chunk.BYTES, 1000);

  private static byte[] message(int length, long seed) {
    byte[] message = new byte[length];
    new Random(seed).nextBytes(message);
    return message;
  }

  @Test
  void aMessageOfAnyLengthIsPutTogetherAgain() {
    for (int length : new int[] {1, Chunk.BYTES - 1, Chunk.BYTES, Chunk.BYTES + 1}) {
      byte[] message = message(length, length);
      List<Chunk> cut = Chunks.cut(A, length, message);
      for (Chunk chunk : cut.subList(0, cut.size() - 1)) {
        assertThat(chunks.add(chunk, 0)).isNull();
      }
      assertThat(chunks.add(cut.get(cut.size() - 1), 0)).isEqualTo(message);
    }
  }

  @Test
  void sendersAreKeptApart() {
    byte[] one = message(2 * Chunk.BYTES, 1);
    byte[] two = message(2 * Chunk.BYTES, 2);
    List<Chunk> ofA = Chunks.cut(A, 7, one);
    List<Chunk> ofB = Chunks.cut(B, 7, two);
    assertThat(chunks.add(ofA.get(0), 0)).isNull();
    assertThat(chunks.add(ofB.get(0), 0)).isNull();
    assertThat(chunks.add(ofA.get(0), 0)).as("twice").isNull();
    assertThat(chunks.add(ofB.get(1), 0)).isEqualTo(two);
    assertThat(chunks.add(ofA.get(1), 0)).isEqualTo(one);
  }

  @Test
  void whatStaysIncompleteMakesRoom() {
    List<Chunk> old = Chunks.cut(A, 1, message(2 * Chunk.BYTES, 1));
    chunks.add(old.get(0), 0);
    assertThat(chunks.add(old.get(1), 1000)).as("too old").isNull();
    for (int transfer = 10; transfer < 15; transfer++) {
      chunks.add(Chunks.cut(A, transfer, message(2 * Chunk.BYTES, transfer)).get(0), 3000);
    }
    byte[] newest = message(2 * Chunk.BYTES, 14);
    assertThat(chunks.add(Chunks.cut(A, 14, newest).get(1), 3000)).isEqualTo(newest);
    byte[] oldest = message(2 * Chunk.BYTES, 10);
    assertThat(chunks.add(Chunks.cut(A, 10, oldest).get(1), 3000)).as("made room").isNull();
  }

  @Test
  void impossiblePiecesAreIgnored() {
    byte[] bytes = new byte[1];
    assertThat(chunks.add(new Chunk(A, 1, -1, 2, bytes), 0)).isNull();
    assertThat(chunks.add(new Chunk(A, 1, 2, 2, bytes), 0)).isNull();
    assertThat(chunks.add(new Chunk(A, 1, 0, 0, bytes), 0)).isNull();
    assertThat(chunks.add(new Chunk(A, 1, 0, Chunk.MAX_COUNT + 1, bytes), 0)).isNull();
    chunks.add(new Chunk(A, 2, 0, 2, bytes), 0);
    assertThat(chunks.add(new Chunk(A, 2, 2, 3, bytes), 0)).as("another count").isNull();
  }
}
