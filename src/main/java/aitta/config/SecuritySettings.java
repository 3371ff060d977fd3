package aitta.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Who may use the node, and how they are told from others.
 *
 * @param insecure whether it may serve beyond loopback without credentials
 * @param tokensFile empty while access control is off
 * @param tls empty while nothing is encrypted
 * @param auditFile empty: admins' actions and refused attempts go to the ordinary log
 */
public record SecuritySettings(
    boolean insecure, Optional<Path> tokensFile, Optional<Tls> tls, Optional<Path> auditFile) {

  /**
   * Files in PEM.
   *
   * @param certificate of this node, and those that lead from it to an authority
   * @param authorities by whom peers' certificates must be signed
   */
  public record Tls(Path certificate, Path key, Path authorities) {}

  private static final String CERTIFICATE = "aitta.security.tls-cert";
  private static final String KEY = "aitta.security.tls-key";
  private static final String AUTHORITIES = "aitta.security.tls-ca";

  static SecuritySettings read(SettingReader reader) {
    return new SecuritySettings(
        reader.flag("aitta.security.insecure"),
        reader.as("aitta.security.tokens-file", SecuritySettings::path),
        tls(
            reader.as(CERTIFICATE, SecuritySettings::path),
            reader.as(KEY, SecuritySettings::path),
            reader.as(AUTHORITIES, SecuritySettings::path)),
        reader.as("aitta.security.audit-file", SecuritySettings::path));
  }

  /** A node that was told to guard its door must not run with the door half open. */
  private static Optional<Tls> tls(
      Optional<Path> certificate, Optional<Path> key, Optional<Path> authorities) {
    if (certificate.isEmpty() && key.isEmpty() && authorities.isEmpty()) {
      return Optional.empty();
    }
    together(CERTIFICATE, "AITTA_TLS_CERT", certificate);
    together(KEY, "AITTA_TLS_KEY", key);
    together(AUTHORITIES, "AITTA_TLS_CA", authorities);
    return Optional.of(new Tls(certificate.get(), key.get(), authorities.get()));
  }

  private static void together(String setting, String variable, Optional<Path> value) {
    Check.that(
        value.isPresent(),
        setting,
        "",
        "is missing: TLS takes a certificate, its key and the authorities of peers together; set "
            + variable
            + " too, or none of the three");
  }

  private static Optional<Path> path(String text) {
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text));
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("is no path: " + e.getReason(), e);
    }
  }
}
