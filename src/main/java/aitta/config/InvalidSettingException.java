package aitta.config;

/**
 * A setting that cannot be right. The message is made for the person who set it: which setting,
 * which value, where it came from, what would be right.
 */
public final class InvalidSettingException extends RuntimeException {
  private final String setting;
  private final String value;
  private final String wanted;

  /**
   * @param setting the full key, such as {@code aitta.ring.ranges}
   * @param wanted what would be right, read after a colon: "must be …"
   */
  public InvalidSettingException(String setting, Object value, String wanted) {
    this(setting, String.valueOf(value), wanted, setting + " = " + value);
  }

  private InvalidSettingException(String setting, String value, String wanted, String subject) {
    super(subject + ": " + wanted);
    this.setting = setting;
    this.value = value;
    this.wanted = wanted;
  }

  public String setting() {
    return setting;
  }

  /** The same complaint, naming where the value was set. */
  InvalidSettingException from(Origin origin) {
    return new InvalidSettingException(setting, value, wanted, origin.subject(setting, value));
  }
}
