package aitta.scale;

import java.util.List;
import java.util.Locale;

/** Lines over the number of nodes, both axes by powers of ten, as SVG. */
final class Plot {
  record Line(String name, List<double[]> points) {}

  private static final int WIDTH = 640;
  private static final int HEIGHT = 360;
  private static final int LEFT = 70;
  private static final int BOTTOM = 40;
  private static final String[] COLOURS = {"#1565c0", "#c62828", "#2e7d32", "#6a1b9a"};

  private final String title;
  private final String across;
  private final StringBuilder svg = new StringBuilder();
  private double lowX = Double.MAX_VALUE;
  private double highX = -Double.MAX_VALUE;
  private double lowY = Double.MAX_VALUE;
  private double highY = -Double.MAX_VALUE;

  Plot(String title, String across) {
    this.title = title;
    this.across = across;
  }

  private static double log(double value) {
    return Math.log10(Math.max(1e-3, value));
  }

  String of(List<Line> lines) {
    for (Line line : lines) {
      for (double[] point : line.points()) {
        lowX = Math.min(lowX, log(point[0]));
        highX = Math.max(highX, log(point[0]));
        lowY = Math.min(lowY, Math.floor(log(point[1])));
        highY = Math.max(highY, Math.ceil(log(point[1])));
      }
    }
    highY = highY == lowY ? lowY + 1 : highY;
    svg.append(
        "<svg xmlns='http://www.w3.org/2000/svg' width='%d' height='%d' font-family='sans-serif'"
                .formatted(WIDTH, HEIGHT)
            + " font-size='12'>\n<rect width='100%' height='100%' fill='white'/>\n");
    text(WIDTH / 2, 18, "middle", title);
    text(WIDTH / 2, HEIGHT - 6, "middle", across);
    for (int power = (int) lowY; power <= highY; power++) {
      grid(LEFT, y(power), WIDTH - 20, y(power));
      text(
          LEFT - 6,
          y(power) + 4,
          "end",
          power < 0 ? "0." + "0".repeat(-power - 1) + "1" : tens(power));
    }
    for (int power = (int) Math.ceil(lowX); power <= highX; power++) {
      grid(x(power), 30, x(power), HEIGHT - BOTTOM);
      text(x(power), HEIGHT - BOTTOM + 15, "middle", tens(power));
    }
    for (int i = 0; i < lines.size(); i++) {
      draw(lines.get(i), COLOURS[i % COLOURS.length], i);
    }
    return svg.append("</svg>\n").toString();
  }

  private static String tens(int power) {
    return power > 6 ? "1e" + power : String.valueOf((long) Math.pow(10, power));
  }

  private double x(double logX) {
    return LEFT + (logX - lowX) / Math.max(1e-9, highX - lowX) * (WIDTH - 20 - LEFT);
  }

  private double y(double logY) {
    return HEIGHT - BOTTOM - (logY - lowY) / (highY - lowY) * (HEIGHT - BOTTOM - 30);
  }

  private void draw(Line line, String colour, int number) {
    StringBuilder points = new StringBuilder();
    for (double[] point : line.points()) {
      points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(log(point[0])), y(log(point[1]))));
    }
    svg.append(
        "<polyline fill='none' stroke='%s' stroke-width='2' points='%s'/>\n"
            .formatted(colour, points.toString().strip()));
    svg.append("<g fill='%s'>".formatted(colour));
    text(LEFT + 10, 44 + 16.0 * number, "start", line.name());
    svg.append("</g>\n");
  }

  private void grid(double fromX, double fromY, double toX, double toY) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<line x1='%.1f' y1='%.1f' x2='%.1f' y2='%.1f' stroke='#ddd'/>%n",
            fromX,
            fromY,
            toX,
            toY));
  }

  private void text(double atX, double atY, String anchor, String what) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<text x='%.1f' y='%.1f' text-anchor='%s'>%s</text>%n",
            atX,
            atY,
            anchor,
            what));
  }
}
