package aitta.cli.local;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The heap of one node.
 *
 * @param megabytes of 2^20 bytes, 64 to 65536
 */
public record Heap(int megabytes) {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,5})([mg])");

  /**
   * Below, the bookkeeping of G1 costs more than its shorter pauses bring: of three nodes with 512
   * MiB each, a sixth of the processor time of a read and a tenth of a write.
   */
  private static final int LEAST_FOR_G1 = 1024;

  public Heap {
    if (megabytes < 64 || megabytes > 65536) {
      throw new IllegalArgumentException("--heap must be from 64m to 64g");
    }
  }

  /** Reads {@code 512m} or {@code 2g}, in either case. */
  public static Heap parse(String text) {
    Matcher matcher = FORM.matcher(text.toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new IllegalArgumentException("--heap must be a size such as 512m or 2g, not " + text);
    }
    return new Heap(Integer.parseInt(matcher.group(1)) * (matcher.group(2).equals("g") ? 1024 : 1));
  }

  List<String> flags() {
    List<String> flags =
        new ArrayList<>(List.of("-Xms" + megabytes + "m", "-Xmx" + megabytes + "m"));
    // Half for what is new: nearly all of it lives as long as its request.
    flags.addAll(
        megabytes < LEAST_FOR_G1
            ? List.of("-XX:+UseSerialGC", "-XX:NewRatio=1")
            : List.of("-XX:+UseG1GC"));
    return flags;
  }
}
