package aitta.scale;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScaleTest {
  @Test
  void aRingIsBalancedAndAJoinMovesLittle() {
    RingFigures figures = RingFigures.of(30, 1024);
    assertThat(figures.fullest()).isBetween(1.0, 1.06);
    assertThat(figures.moved() / figures.leastMoved()).isLessThan(2);
    assertThat(figures.standInSkew()).isBetween(1.0, 3.0);
  }

  @Test
  void aHedgeCutsTheTailForFewQuestions() {
    ReadLatency patient = ReadLatency.of(20_000, 2, false);
    ReadLatency hedged = ReadLatency.of(20_000, 2, true);
    assertThat(hedged.millisOf(0.999)).isLessThan(patient.millisOf(0.999) / 3);
    assertThat(hedged.asked()).isBetween(2.0, 2.2);
  }

  @Test
  void aPlotHasALineForEachSeries() {
    List<double[]> points = List.of(new double[] {3, 0.5}, new double[] {1000, 20});
    String svg =
        new Plot("title", "nodes")
            .of(List.of(new Plot.Line("one", points), new Plot.Line("two", points)));
    assertThat(svg.split("<polyline", -1)).hasSize(3);
    assertThat(svg).contains("one", "two", "title").endsWith("</svg>\n");
  }
}
