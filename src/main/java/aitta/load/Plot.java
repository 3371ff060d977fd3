package aitta.load;

import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/** A run as an SVG picture: latency by percentile, and operations by second. */
public final class Plot {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 640;
  private static final int LEFT = 80;
  private static final int RIGHT = 20;
  private static final double[] PERCENTILES = {0, 50, 90, 99, 99.9, 99.99, 99.999};
  private static final int STEPS_A_DECADE = 20;

  private record Panel(int top, int bottom) {}

  private static final Panel LATENCY = new Panel(60, 340);
  private static final Panel RATE = new Panel(420, 590);

  private final StringBuilder svg = new StringBuilder();

  private Plot() {}

  public static String of(Report report, Tally tally) {
    Plot plot = new Plot();
    plot.svg.append(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\""
                + " font-family=\"sans-serif\" font-size=\"12\">%n"
                + "<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n",
            WIDTH,
            HEIGHT));
    plot.text(LEFT, 24, "start", report.what());
    plot.latencies(tally);
    plot.rates(tally.intervals());
    return plot.svg.append("</svg>\n").toString();
  }

  private void latencies(Tally tally) {
    double most = Math.max(tally.reads().getMaxValue(), tally.writes().getMaxValue()) / 1e6;
    int top = Math.max(0, (int) Math.ceil(Math.log10(Math.max(1, most))));
    int low = -2; // 10 µs
    frame(LATENCY, "latency in ms by percentile");
    for (int power = low; power <= top; power++) {
      double y = scaled(LATENCY, power - low, top - low);
      grid(LEFT, y, WIDTH - RIGHT, y);
      text(LEFT - 6, y + 4, "end", power < 0 ? "" + Math.pow(10, power) : "1" + "0".repeat(power));
    }
    for (double percentile : PERCENTILES) {
      double x = xOf(nines(percentile));
      grid(x, LATENCY.top(), x, LATENCY.bottom());
      text(x, LATENCY.bottom() + 16, "middle", trimmed(percentile));
    }
    curve(tally.reads(), "#1f77b4", low, top);
    curve(tally.writes(), "#d62728", low, top);
    label(0, "#1f77b4", tally.reads().getTotalCount() == 0 ? "" : "reads");
    label(1, "#d62728", tally.writes().getTotalCount() == 0 ? "" : "writes");
  }

  private void curve(Histogram histogram, String color, int low, int top) {
    if (histogram.getTotalCount() == 0) {
      return;
    }
    StringBuilder points = new StringBuilder();
    int steps = (PERCENTILES.length - 2) * STEPS_A_DECADE;
    for (int i = 0; i <= steps; i++) {
      double nines = 1.0 * i / STEPS_A_DECADE;
      double percentile = 100 * (1 - Math.pow(10, -nines));
      double millis = Math.max(1e-2, histogram.getValueAtPercentile(percentile) / 1e6);
      double y = scaled(LATENCY, Math.log10(millis) - low, top - low);
      points.append(String.format(Locale.ROOT, "%.1f,%.1f ", xOf(nines), y));
    }
    line(points, color);
  }

  private void rates(List<Tally.Interval> seconds) {
    long most = seconds.stream().mapToLong(Tally.Interval::operations).max().orElse(1);
    double last = Math.max(1, seconds.size() - 1);
    frame(RATE, "operations by second, up to " + most);
    text(LEFT - 6, RATE.top() + 4, "end", Long.toString(most));
    text(LEFT - 6, RATE.bottom() + 4, "end", "0");
    text(WIDTH - RIGHT, RATE.bottom() + 16, "end", seconds.size() + " s");
    StringBuilder points = new StringBuilder();
    for (int i = 0; i < seconds.size(); i++) {
      double x = LEFT + (WIDTH - LEFT - RIGHT) * i / last;
      double y = scaled(RATE, seconds.get(i).operations(), Math.max(1, most));
      points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, y));
    }
    line(points, "#2ca02c");
  }

  /** How many nines a percentile has: 90 has one. */
  private static double nines(double percentile) {
    return -Math.log10(1 - percentile / 100);
  }

  private static double xOf(double nines) {
    return LEFT + (WIDTH - LEFT - RIGHT) * nines / nines(PERCENTILES[PERCENTILES.length - 1]);
  }

  private static double scaled(Panel panel, double value, double most) {
    double share = most == 0 ? 0 : Math.max(0, Math.min(1, value / most));
    return panel.bottom() - (panel.bottom() - panel.top()) * share;
  }

  private static String trimmed(double percentile) {
    return percentile == Math.rint(percentile) ? "" + (int) percentile : "" + percentile;
  }

  private void frame(Panel panel, String title) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"none\" stroke=\"#888\"/>%n",
            LEFT,
            panel.top(),
            WIDTH - LEFT - RIGHT,
            panel.bottom() - panel.top()));
    text(LEFT, panel.top() - 8, "start", title);
  }

  private void grid(double x1, double y1, double x2, double y2) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#ddd\"/>%n",
            x1,
            y1,
            x2,
            y2));
  }

  private void line(CharSequence points, String color) {
    svg.append(
        "<polyline fill=\"none\" stroke-width=\"2\" stroke=\""
            + color
            + "\" points=\""
            + points.toString().trim()
            + "\"/>\n");
  }

  private void label(int row, String color, String name) {
    svg.append("<g fill=\"" + color + "\">\n");
    text(LEFT + 12, LATENCY.top() + 20 + 16 * row, "start", name);
    svg.append("</g>\n");
  }

  private void text(double x, double y, String anchor, String text) {
    String escaped = text.replace("&", "&amp;").replace("<", "&lt;");
    svg.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n",
            x,
            y,
            anchor,
            escaped));
  }
}
