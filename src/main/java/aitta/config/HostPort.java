package aitta.config;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A host, by name or address, and a port of it.
 *
 * @param host in lower case; IPv6 without its brackets
 */
public record HostPort(String host, int port) {
  /** Addresses that one can listen on but nobody can be reached at. */
  private static final Set<String> WILDCARDS = Set.of("0.0.0.0", "::", "0", "*", "0:0:0:0:0:0:0:0");

  private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9._-]{0,252})");

  private static final Pattern IPV6 =
      Pattern.compile("[0-9a-f]*:[0-9a-f]*:[0-9a-f:.]*(%[a-z0-9._-]+)?");

  public HostPort {
    host = host.toLowerCase(Locale.ROOT);
    if (!isHost(host)) {
      throw new IllegalArgumentException("'" + host + "' is no host name and no address");
    }
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("port " + port + " is not from 1 to 65535");
    }
  }

  /**
   * Reads {@code host:port}, {@code 10.0.0.1:7600} or {@code [::1]:7600}.
   *
   * @throws IllegalArgumentException if {@code text} is none of these
   */
  public static HostPort parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException("'" + text + "' has no port; write host:port");
    }
    String host = text.substring(0, colon);
    String port = text.substring(colon + 1);
    if (!port.matches("[0-9]{1,5}")) {
      throw new IllegalArgumentException("'" + text + "' does not end in a port; write host:port");
    }
    if (!isBracketed(host) && host.indexOf(':') >= 0) {
      throw new IllegalArgumentException(
          "'" + text + "' is an IPv6 address without brackets; write [::1]:7600");
    }
    return new HostPort(withoutBrackets(host), Integer.parseInt(port));
  }

  /** Whether {@code host} has the form of a name or an address; whether it exists is not asked. */
  static boolean isHost(String host) {
    return NAME.matcher(host).matches() || IPV6.matcher(host).matches();
  }

  static boolean isWildcard(String host) {
    return WILDCARDS.contains(host);
  }

  /** {@code [::1]} as {@code ::1}; everything else as it is. */
  static String withoutBrackets(String host) {
    return isBracketed(host) ? host.substring(1, host.length() - 1) : host;
  }

  private static boolean isBracketed(String host) {
    return host.startsWith("[") && host.endsWith("]") && host.indexOf(':') >= 0;
  }

  @Override
  public String toString() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
