package aitta.http;

/** What an {@code Accept} header says of a media type. RFC 9110, section 12.5.1. */
final class MediaRanges {
  static final String JSON = "application/json";

  private MediaRanges() {}

  /**
   * @param accept null where the header was not sent
   */
  static boolean takeJson(String accept) {
    return weight(accept, JSON) > 0;
  }

  /**
   * How welcome a type is: 0 where it is not taken at all.
   *
   * @param accept null where the header was not sent
   * @param type such as {@code application/json}, in lower case
   */
  static double weight(String accept, String type) {
    if (accept == null) {
      return 1;
    }
    int closest = 0;
    double weight = 0;
    boolean someRange = false;
    int start = 0;
    while (start < accept.length()) {
      int end = endOfElement(accept, start);
      String element = accept.substring(start, end).trim();
      start = end + 1;
      int closeness = closeness(typeOf(element), type);
      someRange |= typeOf(element).indexOf('/') > 0;
      if (closeness > closest) {
        closest = closeness;
        weight = weight(element);
      } else if (closeness == closest && closest > 0) {
        weight = Math.max(weight, weight(element));
      }
    }
    return closest > 0 ? weight : someRange ? 0 : 1;
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

  private static int closeness(String range, String type) {
    if (range.equalsIgnoreCase(type)) {
      return 3;
    }
    if (range.equalsIgnoreCase(type.substring(0, type.indexOf('/')) + "/*")) {
      return 2;
    }
    return range.equals("*/*") ? 1 : 0;
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
