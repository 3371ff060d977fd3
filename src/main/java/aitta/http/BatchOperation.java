package aitta.http;

/**
 * One operation of a batch as it was sent: of the right form, but not judged yet. A field that was
 * not sent is null.
 *
 * @param key percent-encoded
 * @param value base64
 */
record BatchOperation(
    Kind kind,
    String bucket,
    String key,
    String value,
    String contentType,
    String contentEncoding,
    String context,
    String ttl,
    String ifMatch,
    String ifNoneMatch) {

  enum Kind {
    GET,
    PUT,
    DELETE
  }
}
