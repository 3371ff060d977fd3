package aitta.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aitta.codec.MalformedException;
import aitta.model.NodeId;
import aitta.peer.Bundle;
import aitta.peer.Chunk;
import aitta.peer.Envelope;
import aitta.peer.PeerMessage;
import aitta.replica.RowsChanged;
import aitta.storage.RowChange;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AittaSerializerTest {
  private final AittaSerializer serializer = new AittaSerializer();
  private final Envelope envelope =
      new Envelope(new NodeId("n"), 9, 1, 2, new PeerMessage.Claimed(3));
  private final Chunk chunk = new Chunk(new NodeId("n"), 300, 1, 2, new byte[] {7, 8});
  private final Bundle bundle = new Bundle(List.of(new byte[] {5, 6}, new byte[0]));
  private final RowsChanged rows =
      new RowsChanged(
          List.of(
              new RowChange(new byte[] {1}, new byte[] {2, 3}),
              new RowChange(new byte[] {4}, null),
              new RowChange(new byte[] {5}, new byte[0])),
          new byte[] {9});

  @Test
  void everythingComesBackAsItWas() {
    for (Object object : List.of(envelope, bundle, chunk, rows)) {
      byte[] bytes = serializer.toBinary(object);
      assertThat(serializer.fromBinary(bytes, serializer.manifest(object)))
          .usingRecursiveComparison()
          .isEqualTo(object);
    }
  }

  /** Format 1, as it lies in journals and comes from older nodes: never changed. */
  @Test
  void formatOneIsRead() {
    HexFormat hex = HexFormat.of();
    assertThat(serializer.fromBinary(hex.parseHex("01016e0901024503"), "m")).isEqualTo(envelope);
    assertThat(serializer.fromBinary(hex.parseHex("01016eac020102020708"), "c"))
        .usingRecursiveComparison()
        .isEqualTo(chunk);
    assertThat(serializer.fromBinary(hex.parseHex("010202050600"), "b"))
        .usingRecursiveComparison()
        .isEqualTo(bundle);
    assertThat(serializer.fromBinary(hex.parseHex("01010903010103020301040001" + "0501"), "r"))
        .usingRecursiveComparison()
        .isEqualTo(rows);
  }

  @Test
  void whatIsDamagedIsMalformedOrAnotherObject() {
    Random random = new Random(7);
    for (Object object : List.of(envelope, bundle, chunk, rows)) {
      byte[] bytes = serializer.toBinary(object);
      String manifest = serializer.manifest(object);
      for (int length = 0; length < bytes.length; length++) {
        byte[] cut = Arrays.copyOf(bytes, length);
        assertThatThrownBy(() -> serializer.fromBinary(cut, manifest))
            .isInstanceOf(MalformedException.class);
      }
      for (int round = 0; round < 200 * bytes.length; round++) {
        byte[] damaged = bytes.clone();
        damaged[round % bytes.length] = (byte) random.nextInt();
        try {
          assertThat(serializer.fromBinary(damaged, manifest)).isNotNull();
        } catch (MalformedException e) {
          assertThat(e.getMessage()).isNotBlank();
        }
      }
    }
  }

  @Test
  void whatHasNoFormatIsRefused() {
    assertThatThrownBy(() -> serializer.manifest("text"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> serializer.fromBinary(new byte[1], "?"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
