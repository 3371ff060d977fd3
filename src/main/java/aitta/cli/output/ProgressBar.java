package aitta.cli.output;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Tells how far something long has come: on a terminal as a bar that is drawn over itself,
 * elsewhere as a plain line now and then. Called from one thread.
 */
public final class ProgressBar {
  /** How it is told. */
  public enum Style {
    BAR,
    PLAIN,
    NONE
  }

  private static final long BAR_NANOS = Duration.ofMillis(200).toNanos();
  private static final long PLAIN_NANOS = Duration.ofSeconds(10).toNanos();
  private static final int WIDTH = 24;

  private final PrintStream out;
  private final Style style;
  private final String what;
  private final String unit;
  private final LongSupplier nanos;
  private final long started;
  private long base;
  private long lastShown;
  private int lastLength;

  /**
   * @param what is under way, as {@code import}
   * @param unit of what is counted, as {@code keys}
   * @param nanos the time, as {@link System#nanoTime} tells it
   */
  public ProgressBar(PrintStream out, Style style, String what, String unit, LongSupplier nanos) {
    this.out = out;
    this.style = style;
    this.what = what;
    this.unit = unit;
    this.nanos = nanos;
    this.started = nanos.getAsLong();
    this.lastShown = started;
  }

  /** What was done by an earlier run, which the rate does not count. */
  public void startAt(long count) {
    base = count;
  }

  /**
   * @param count done so far
   * @param done of {@code total}, in whatever tells best how far it is
   * @param total 0 or below while it is not known
   */
  public void at(long count, long done, long total) {
    long now = nanos.getAsLong();
    if (style != Style.NONE && now - lastShown >= (style == Style.BAR ? BAR_NANOS : PLAIN_NANOS)) {
      lastShown = now;
      show(text(count, done, total, now), false);
    }
  }

  /** The last word, which is always said. */
  public void end(long count) {
    if (style != Style.NONE) {
      show(text(count, 0, 0, nanos.getAsLong()) + ", done", true);
    }
  }

  /** Leaves the line, so that a complaint starts on one of its own. */
  public void breakOff() {
    if (style == Style.BAR && lastLength > 0) {
      out.println();
      lastLength = 0;
    }
  }

  private String text(long count, long done, long total, long now) {
    double seconds = Math.max(1e-3, (now - started) / 1e9);
    double rate = (count - base) / seconds;
    StringBuilder text = new StringBuilder(what).append(": ");
    if (total > 0) {
      double share = Math.min(1.0, (double) done / total);
      if (style == Style.BAR) {
        int full = (int) (share * WIDTH);
        text.append('[').append("#".repeat(full)).append(".".repeat(WIDTH - full)).append("] ");
      }
      text.append(String.format(Locale.ROOT, "%.0f%%, ", share * 100));
    }
    text.append(String.format(Locale.ROOT, "%d %s, %.0f/s", count, unit, rate));
    if (total > 0 && done > 0 && done < total) {
      long left = (long) (seconds * (total - done) / done);
      text.append(", ").append(Amounts.time(Duration.ofSeconds(left))).append(" left");
    }
    return text.toString();
  }

  private void show(String text, boolean last) {
    if (style == Style.BAR) {
      String blank = " ".repeat(Math.max(0, lastLength - text.length()));
      out.print("\r" + text + blank);
      out.flush();
      lastLength = text.length();
      if (last) {
        breakOff();
      }
    } else {
      out.println(text);
    }
  }
}
