package aitta.config;

import java.time.Duration;

/**
 * How long a coordinator waits.
 *
 * @param timeout of a request that names none, 1 ms to 60 s
 * @param hedgeAfterMin least silence of an owner before a read asks the next one too
 * @param standInAfter silence of an owner before a write goes to a stand-in
 */
public record RequestSettings(Duration timeout, Duration hedgeAfterMin, Duration standInAfter) {
  public RequestSettings {
    Check.duration("aitta.request.timeout", timeout, "1ms", "60s");
    Check.duration("aitta.request.hedge-after-min", hedgeAfterMin, "1ms", "10s");
    Check.duration("aitta.request.stand-in-after", standInAfter, "1ms", "60s");
    Check.that(
        standInAfter.compareTo(timeout) < 0,
        "aitta.request.stand-in-after",
        Durations.format(standInAfter),
        "must be shorter than aitta.request.timeout = "
            + Durations.format(timeout)
            + ", or a stand-in is never asked in time");
  }

  static RequestSettings read(SettingReader reader) {
    return new RequestSettings(
        reader.duration("aitta.request.timeout"),
        reader.duration("aitta.request.hedge-after-min"),
        reader.duration("aitta.request.stand-in-after"));
  }
}
