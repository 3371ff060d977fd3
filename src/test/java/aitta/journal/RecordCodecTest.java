package aitta.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RecordCodecTest {
  private static final long SALT = 0x1234_5678_9abc_def0L;
  private static final int OFFSET = 4096;
  private static final int END = 1 << 20;

  private final RecordHeader header =
      new RecordHeader(
          RecordType.EVENTS,
          "range-ä".getBytes(StandardCharsets.UTF_8),
          3,
          10,
          12,
          9,
          4,
          100,
          0xcafe,
          2048);

  @Test
  void aHeaderComesBackAsItWas() {
    RecordHeader back = new RecordCodec(SALT).decode(encoded(), 0, OFFSET, END);
    assertThat(back).usingRecursiveComparison().isEqualTo(header);
    assertThat(back.id()).isEqualTo("range-ä");
    assertThat(back.totalBytes()).isEqualTo(168);
  }

  @Test
  void anotherLifeOrAnotherPlaceIsNotTakenForIt() {
    assertThat(new RecordCodec(SALT + 1).decode(encoded(), 0, OFFSET, END)).isNull();
    assertThat(new RecordCodec(SALT).decode(encoded(), 0, OFFSET + 8, END)).isNull();
  }

  @Test
  void everyChangedBitIsNoticed() {
    RecordCodec codec = new RecordCodec(SALT);
    ByteBuffer bytes = encoded();
    for (int bit = 0; bit < bytes.limit() * 8; bit++) {
      byte good = bytes.get(bit / 8);
      bytes.put(bit / 8, (byte) (good ^ 1 << bit % 8));
      assertThat(codec.decode(bytes, 0, OFFSET, END)).as("bit " + bit).isNull();
      bytes.put(bit / 8, good);
    }
    assertThat(codec.decode(bytes, 0, OFFSET, END)).isNotNull();
  }

  @Test
  void aRecordThatWouldReachBeyondTheEndIsNone() {
    RecordCodec codec = new RecordCodec(SALT);
    assertThat(codec.decode(encoded(), 0, OFFSET, OFFSET + 163)).isNull();
    assertThat(codec.decode(encoded(), 0, OFFSET, OFFSET + 164)).isNotNull();
    assertThat(codec.decode(encoded().limit(60), 0, OFFSET, END)).isNull();
    assertThat(codec.decode(encoded().limit(10), 0, OFFSET, END)).isNull();
  }

  @Test
  void zerosAreNoRecord() {
    assertThat(new RecordCodec(0).decode(ByteBuffer.allocate(200), 0, 0, END)).isNull();
  }

  private ByteBuffer encoded() {
    ByteBuffer bytes = ByteBuffer.allocate(header.headerBytes());
    new RecordCodec(SALT).encode(header, bytes, OFFSET);
    assertThat(bytes.hasRemaining()).isFalse();
    return bytes.flip();
  }
}
