package aitta.config;

import aitta.model.NodeId;
import java.time.Duration;

/** What the records of this folder check themselves with. */
final class Check {
  private Check() {}

  static void that(boolean right, String setting, Object value, String wanted) {
    if (!right) {
      throw new InvalidSettingException(setting, value, wanted);
    }
  }

  static void within(String setting, double value, double least, double most) {
    that(value >= least && value <= most, setting, value, between(plain(least), plain(most)));
  }

  static void within(String setting, int value, int least, int most) {
    that(value >= least && value <= most, setting, value, between(least, most));
  }

  static void port(String setting, int port) {
    within(setting, port, 1, 65535);
  }

  /** Bounds in the form that {@link Sizes} reads, both inclusive. */
  static void size(String setting, long bytes, String least, String most) {
    that(
        bytes >= Sizes.parse(least) && bytes <= Sizes.parse(most),
        setting,
        Sizes.format(bytes),
        between(least, most));
  }

  /** Bounds in the form that {@link Durations} reads, both inclusive. */
  static void duration(String setting, Duration value, String least, String most) {
    that(
        value.compareTo(Durations.parse(least)) >= 0 && value.compareTo(Durations.parse(most)) <= 0,
        setting,
        Durations.format(value),
        between(least, most));
  }

  /** Node ids, zones and cluster names follow one rule. */
  static void name(String setting, String value) {
    that(NodeId.isLegal(value), setting, value, "must be 1 to 64 characters of A-Z a-z 0-9 . _ -");
  }

  private static String between(Object least, Object most) {
    return "must be from " + least + " to " + most;
  }

  private static String plain(double number) {
    return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
  }
}
