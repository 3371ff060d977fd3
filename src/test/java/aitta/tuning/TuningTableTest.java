package aitta.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aitta.codec.MalformedException;
import aitta.config.Settings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TuningTableTest {
  private final TuningTable one = TuningTable.EMPTY.with(Map.of("repair.rate", "1MiB"), 5);
  private final TuningTable two =
      TuningTable.EMPTY.with(Map.of("repair.rate", "2MiB", "log.level", "debug"), 7);
  private final TuningTable back = TuningTable.EMPTY.with(Map.of("repair.rate", ""), 9);

  @Test
  void theLaterOfTwoChangesHoldsWhateverTheOrder() {
    assertThat(one.mergeData(two).values())
        .isEqualTo(Map.of("repair.rate", "2MiB", "log.level", "debug"));
    assertThat(two.mergeData(one)).isEqualTo(one.mergeData(two));
    assertThat(one.mergeData(two).mergeData(two)).isEqualTo(one.mergeData(two));
    TuningTable same = TuningTable.EMPTY.with(Map.of("repair.rate", "3MiB"), 5);
    assertThat(one.mergeData(same)).isEqualTo(same.mergeData(one));
  }

  @Test
  void whatWasTakenBackStaysSo() {
    assertThat(back.mergeData(two).values()).isEqualTo(Map.of("log.level", "debug"));
    assertThat(two.mergeData(back)).isEqualTo(back.mergeData(two));
    assertThat(back.newestTimestamp()).isEqualTo(9);
  }

  @Test
  void comesBackAsItWasAndWhatIsCutIsMalformed() {
    TuningTable table = two.mergeData(back);
    byte[] bytes = table.toBytes();
    assertThat(TuningTable.of(bytes)).isEqualTo(table);
    for (int i = 0; i < bytes.length; i++) {
      byte[] cut = Arrays.copyOf(bytes, i);
      assertThatThrownBy(() -> TuningTable.of(cut)).isInstanceOf(MalformedException.class);
    }
  }

  /** Format 1, as nodes keep it: never changed. */
  @Test
  void formatOneIsRead() {
    byte[] kept =
        HexFormat.of().parseHex("01010b7265706169722e72617465" + "0000000000000005" + "04314d6942");
    assertThat(TuningTable.of(kept)).isEqualTo(one);
    assertThat(one.toBytes()).isEqualTo(kept);
  }

  @Test
  void whatNobodyHasSaidIsAsTheNodesOwnConfigurationHasIt() {
    List<Map<String, String>> told = new ArrayList<>();
    Tuning tuning = new Tuning(Settings.load(Optional.empty(), Map.of()), told::add);
    assertThat(tuning.bytesPerSecond(Tunable.REPAIR_RATE)).isEqualTo(16L << 20);
    assertThat(tuning.number(Tunable.HINT_BATCH_COUNT)).isEqualTo(256);
    tuning.publish(two.values());
    assertThat(tuning.bytesPerSecond(Tunable.REPAIR_RATE)).isEqualTo(2L << 20);
    tuning.publish(two.values());
    tuning.publish(Map.of());
    assertThat(tuning.bytesPerSecond(Tunable.REPAIR_RATE)).isEqualTo(16L << 20);
    assertThat(told).extracting(values -> values.get("log.level")).containsExactly("debug", "info");
  }

  @Test
  void everySettingTakesTheValuesThatNodesBeginWith() {
    Tuning tuning = new Tuning(Settings.load(Optional.empty(), Map.of()), values -> {});
    assertThat(tuning.values()).hasSameSizeAs(Tunable.values());
    tuning.values().forEach((key, value) -> assertThat(Tunable.wrong(key, value)).as(key).isNull());
  }
}
