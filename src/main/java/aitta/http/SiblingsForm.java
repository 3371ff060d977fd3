package aitta.http;

/** The form in which a client is sent several versions. */
enum SiblingsForm {
  JSON,
  MULTIPART,
  /** The client takes neither. */
  NONE;

  private static final String MIXED = "multipart/mixed";

  /** What {@code Accept} likes best; JSON where it likes both as much. */
  static SiblingsForm of(String accept) {
    double json = MediaRanges.weight(accept, MediaRanges.JSON);
    double multipart = MediaRanges.weight(accept, MIXED);
    if (json <= 0 && multipart <= 0) {
      return NONE;
    }
    return multipart > json ? MULTIPART : JSON;
  }

  /** The same, for an answer that must be shown in some form. */
  static SiblingsForm orJson(String accept) {
    SiblingsForm form = of(accept);
    return form == NONE ? JSON : form;
  }
}
