package aitta.http;

/** What an {@code Accept} header says of {@code application/json}. RFC 9110, section 12.5.1. */
final class MediaRanges {
  private MediaRanges() {}

  /**
   * @param accept null where the header was not sent
   */
  static boolean takeJson(String accept) {
    if (accept == null) {
      return true;
    }
    int closest = 0;
    boolean taken = false;
    boolean someRange = false;
    int start = 0;
    while (start < accept.length()) {
      int end = endOfElement(accept, start);
      String element = accept.substring(start, end).trim();
      start = end + 1;
      int closeness = closeness(typeOf(element));
      someRange |= typeOf(element).indexOf('/') > 0;
      if (closeness > closest) {
        closest = closeness;
        taken = weight(element) > 0;
      } else if (closeness == closest && closest > 0) {
        taken |= weight(element) > 0;
      }
    }
    return closest > 0 ? taken : !someRange;
  }

  private static int endOfElement(String text, int start) {
    boolean quoted = false;
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == '\\' && quoted) {
        i++;
      } else if (c == ',' && !quoted) {
        return i;
      }
    }
    return text.length();
  }

  private static String typeOf(String element) {
    int semicolon = element.indexOf(';');
    return (semicolon < 0 ? element : element.substring(0, semicolon)).trim();
  }

  private static int closeness(String type) {
    if (type.equalsIgnoreCase("application/json")) {
      return 3;
    }
    if (type.equalsIgnoreCase("application/*")) {
      return 2;
    }
    return type.equals("*/*") ? 1 : 0;
  }

  private static double weight(String element) {
    int semicolon = element.indexOf(';');
    while (semicolon >= 0) {
      int next = element.indexOf(';', semicolon + 1);
      String parameter =
          element.substring(semicolon + 1, next < 0 ? element.length() : next).trim();
      if (parameter.regionMatches(true, 0, "q=", 0, 2)) {
        return weightOf(parameter.substring(2).trim());
      }
      semicolon = next;
    }
    return 1;
  }

  private static double weightOf(String q) {
    try {
      return Double.parseDouble(q);
    } catch (NumberFormatException e) {
      return 1; // a weight that can't be read excludes nothing
    }
  }
}
