package aitta.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutputTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
  private long nanos;

  private String printed() {
    return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
  }

  @Test
  void tableIsAlignedToItsWidestCell() {
    Table table = new Table(out, List.of("KEY", "SIZE"));
    table.add(List.of("ä", "1"));
    table.add(List.of("longer", "22"));
    assertThat(printed()).isEmpty();
    table.end();
    assertThat(printed()).isEqualTo("KEY     SIZE\nä       1\nlonger  22\n");
  }

  @Test
  void longTableIsPrintedAsItComes() {
    Table table = new Table(out, List.of("KEY"));
    for (int i = 0; i < 600; i++) {
      table.add(List.of("k" + i));
    }
    assertThat(printed().lines()).hasSize(601);
    table.end();
    assertThat(printed().lines()).hasSize(601).startsWith("KEY", "k0");
  }

  @Test
  void eachFormShowsTheSame() {
    Report report = new Report(List.of("A", "B"), List.of(Report.row("x", null)), Map.of("a", "x"));
    new Printer(OutputFormat.TABLE, out).print(report);
    new Printer(OutputFormat.RAW, out).print(report);
    new Printer(OutputFormat.JSON, out).print(report);
    assertThat(printed()).isEqualTo("A  B\nx  -\nx\t-\n{\n  \"a\" : \"x\"\n}\n");
  }

  @Test
  void amountsAreReadable() {
    assertThat(Amounts.bytes(0)).isEqualTo("0 B");
    assertThat(Amounts.bytes(1023)).isEqualTo("1023 B");
    assertThat(Amounts.bytes(1536)).isEqualTo("1.5 KiB");
    assertThat(Amounts.bytes(Long.MAX_VALUE)).isEqualTo("8192.0 PiB");
    assertThat(Amounts.time(Duration.ofSeconds(59))).isEqualTo("59s");
    assertThat(Amounts.time(Duration.ofSeconds(185))).isEqualTo("3m05s");
    assertThat(Amounts.time(Duration.ofMinutes(130))).isEqualTo("2h10m");
  }

  private ProgressBar bar(ProgressBar.Style style) {
    return new ProgressBar(out, style, "import", "keys", () -> nanos);
  }

  private void afterSeconds(double seconds) {
    nanos = (long) (seconds * 1e9);
  }

  @Test
  void barIsDrawnOverItselfWithShareRateAndTimeLeft() {
    ProgressBar bar = bar(ProgressBar.Style.BAR);
    bar.at(1, 1, 100);
    assertThat(printed()).isEmpty();
    afterSeconds(10);
    bar.at(50, 25, 100);
    assertThat(printed())
        .isEqualTo("\rimport: [######..................] 25%, 50 keys, 5/s, 30s left");
    afterSeconds(20);
    bar.end(200);
    assertThat(printed()).containsPattern("left\rimport: 200 keys, 10/s, done +\n$");
  }

  @Test
  void plainLinesComeNowAndThen() {
    ProgressBar bar = bar(ProgressBar.Style.PLAIN);
    bar.startAt(1000);
    afterSeconds(5);
    bar.at(1010, 0, 0);
    assertThat(printed()).isEmpty();
    afterSeconds(10);
    bar.at(1100, 0, 0);
    afterSeconds(12);
    bar.at(1200, 0, 0);
    bar.end(1240);
    assertThat(printed()).isEqualTo("import: 1100 keys, 10/s\nimport: 1240 keys, 20/s, done\n");
  }

  @Test
  void complaintStartsOnALineOfItsOwn() {
    ProgressBar bar = bar(ProgressBar.Style.BAR);
    afterSeconds(1);
    bar.at(1, 0, 0);
    bar.breakOff();
    assertThat(printed()).isEqualTo("\rimport: 1 keys, 1/s\n");
    bar.breakOff();
    bar(ProgressBar.Style.NONE).end(5);
    assertThat(printed()).isEqualTo("\rimport: 1 keys, 1/s\n");
  }
}
