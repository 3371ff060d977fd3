package aitta.bucket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aitta.quorum.Level;
import java.io.IOException;
import java.io.InputStream;
import java.io.NotSerializableException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BucketTableTest {
  private static final BucketProperties LATEST =
      new BucketProperties(Level.ONE, Level.ALL, true, true, Duration.ofHours(1));
  private static final BucketProperties NUMBERS =
      new BucketProperties(new Level(2), new Level(16), false, false, null);

  private static BucketTable table() {
    return BucketTable.EMPTY
        .with("carts", new BucketEntry(5L << 16, LATEST))
        .with("numbers", new BucketEntry(6L << 16, NUMBERS))
        .with("reset", new BucketEntry(-1L >>> 1, null));
  }

  @Test
  void theNewestEntryHoldsInWhateverOrderTheyCome() {
    BucketEntry older = new BucketEntry(1, LATEST);
    BucketEntry newer = new BucketEntry(2, null);
    assertThat(older.join(newer)).isEqualTo(newer);
    assertThat(newer.join(older)).isEqualTo(newer);
    assertThat(newer.orDefault()).isEqualTo(BucketProperties.DEFAULT);
  }

  @Test
  void joiningIsCommutativeAssociativeAndIdempotent() {
    Random random = new Random(11);
    for (int round = 0; round < 200; round++) {
      BucketTable a = random(random);
      BucketTable b = random(random);
      BucketTable c = random(random);
      assertThat(a.mergeData(b)).isEqualTo(b.mergeData(a));
      assertThat(a.mergeData(b).mergeData(c)).isEqualTo(a.mergeData(b.mergeData(c)));
      assertThat(a.mergeData(a)).isEqualTo(a);
      assertThat(a.mergeData(b).mergeData(b)).isEqualTo(a.mergeData(b));
    }
  }

  private static BucketTable random(Random random) {
    BucketTable table = BucketTable.EMPTY;
    for (int i = random.nextInt(4); i > 0; i--) {
      BucketProperties properties =
          switch (random.nextInt(3)) {
            case 0 -> null;
            case 1 -> LATEST;
            default -> NUMBERS;
          };
      table = table.with("b" + random.nextInt(3), new BucketEntry(random.nextInt(3), properties));
    }
    return table;
  }

  @Test
  void tablesAreWrittenAndReadAsInTheSampleFile() throws IOException {
    byte[] sample;
    try (InputStream file = getClass().getResourceAsStream("table-1.hex")) {
      sample =
          HexFormat.of()
              .parseHex(new String(file.readAllBytes(), StandardCharsets.US_ASCII).trim());
    }
    BucketSerializer serializer = new BucketSerializer();
    assertThat(serializer.toBinary(table())).isEqualTo(sample);
    assertThat(serializer.fromBinary(sample, serializer.manifest(table()))).isEqualTo(table());
  }

  @Test
  void whatIsCutShortOrOfALaterFormatIsRefused() {
    BucketSerializer serializer = new BucketSerializer();
    byte[] whole = table().toBytes();
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> serializer.fromBinary(cut, "bucket-table"))
          .as("%d bytes", length)
          .isInstanceOf(NotSerializableException.class);
    }
    whole[0] = 2;
    assertThatThrownBy(() -> serializer.fromBinary(whole, "bucket-table"))
        .hasMessageContaining("format 2");
  }
}
