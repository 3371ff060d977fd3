package aitta.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Who may use the node.
 *
 * @param insecure whether it may serve beyond loopback without credentials
 * @param tokensFile empty while access control is off
 * @param auditFile empty: admins' actions and refused attempts go to the ordinary log
 */
public record SecuritySettings(
    boolean insecure, Optional<Path> tokensFile, Optional<Path> auditFile) {
  static SecuritySettings read(SettingReader reader) {
    return new SecuritySettings(
        reader.flag("aitta.security.insecure"),
        reader.as("aitta.security.tokens-file", SecuritySettings::path),
        reader.as("aitta.security.audit-file", SecuritySettings::path));
  }

  private static Optional<Path> path(String text) {
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text));
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("is no path: " + e.getReason(), e);
    }
  }
}
