package aitta.client;

import aitta.model.Key;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A request that is not yet bound to a node.
 *
 * @param target path and query as they stand on the request line
 * @param body null for none
 * @param key whose owners are to be asked first; null where any node does
 * @param firstOwner whether the first of them is to be asked before the others
 * @param repeat what may be done when it is open whether it was done
 * @param patience how long the cluster may take to answer
 * @param isWanted whether the caller asked for that patience, and so is to have it even where the
 *     client's deadline is shorter
 */
record HttpCall(
    String method,
    String target,
    Map<String, String> headers,
    byte[] body,
    Key key,
    boolean firstOwner,
    Repeat repeat,
    Duration patience,
    boolean isWanted) {
  /** May the request be sent again when it is open whether it was done? */
  enum Repeat {
    /** It changes nothing. */
    READ,
    /** Doing it twice does no harm. */
    HARMLESS,
    /** No. */
    HARMFUL
  }

  /** What the cluster takes at most where a request does not say: the contract's default. */
  static final Duration USUAL_PATIENCE = Duration.ofSeconds(2);

  static HttpCall read(String target) {
    return new HttpCall(
        "GET", target, Map.of(), null, null, false, Repeat.READ, USUAL_PATIENCE, false);
  }

  static HttpCall change(String method, String target, Repeat repeat) {
    return new HttpCall(method, target, Map.of(), null, null, false, repeat, USUAL_PATIENCE, false);
  }

  HttpCall on(Key key, boolean firstOwner) {
    return new HttpCall(method, target, headers, body, key, firstOwner, repeat, patience, isWanted);
  }

  HttpCall with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new HttpCall(method, target, more, body, key, firstOwner, repeat, patience, isWanted);
  }

  HttpCall with(byte[] bytes) {
    return new HttpCall(
        method, target, headers, bytes, key, firstOwner, repeat, patience, isWanted);
  }

  /**
   * @param limit null for the usual
   */
  HttpCall within(Duration limit) {
    return limit == null
        ? this
        : new HttpCall(method, target, headers, body, key, firstOwner, repeat, limit, true);
  }

  /** What is known to take the cluster so long at worst. */
  HttpCall patient(Duration limit) {
    return new HttpCall(method, target, headers, body, key, firstOwner, repeat, limit, false);
  }

  /** Whether the answer is to be read line by line, as it comes. */
  boolean isScan() {
    return Scan.TYPE.equals(headers.get("Accept"));
  }

  boolean isRead() {
    return repeat == Repeat.READ;
  }

  String what() {
    return method + " " + target;
  }
}
