package aitta.config;

/**
 * What a client may ask for. Never applied to joins or repair: what is over a limit must still
 * heal.
 *
 * @param maxValueBytes of one value, at most 16 MiB
 * @param maxSiblings versions of one key side by side
 * @param maxSiblingsBytes all versions of one key together
 * @param maxContextBytes of a context token
 */
public record LimitSettings(
    int maxValueBytes, int maxSiblings, int maxSiblingsBytes, int maxContextBytes) {

  public LimitSettings {
    Check.size("aitta.limits.max-value-size", maxValueBytes, "1KiB", "16MiB");
    Check.within("aitta.limits.max-siblings", maxSiblings, 2, 1000);
    Check.size(
        "aitta.limits.max-siblings-size", maxSiblingsBytes, Sizes.format(maxValueBytes), "64MiB");
    Check.size("aitta.limits.max-context", maxContextBytes, "1KiB", "64KiB");
  }

  static LimitSettings read(SettingReader reader) {
    return new LimitSettings(
        reader.smallSize("aitta.limits.max-value-size"),
        reader.integer("aitta.limits.max-siblings"),
        reader.smallSize("aitta.limits.max-siblings-size"),
        reader.smallSize("aitta.limits.max-context"));
  }
}
