package aitta.model;

/**
 * What names of nodes, zones and buckets are made of. Looked at with each message and request, so
 * without a regular expression.
 */
final class Names {
  private Names() {}

  /** Whether there are 1 to {@code maxLength} characters of {@code A-Z a-z 0-9 . _ -}. */
  static boolean areLegal(String name, int maxLength) {
    int length = name.length();
    if (length < 1 || length > maxLength) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      char c = name.charAt(i);
      boolean legal =
          c >= 'a' && c <= 'z'
              || c >= 'A' && c <= 'Z'
              || c >= '0' && c <= '9'
              || c == '.'
              || c == '_'
              || c == '-';
      if (!legal) {
        return false;
      }
    }
    return true;
  }
}
