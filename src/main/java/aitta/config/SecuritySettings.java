package aitta.config;

/**
 * Who may use the node.
 *
 * @param insecure whether it may serve beyond loopback without credentials
 */
public record SecuritySettings(boolean insecure) {
  static SecuritySettings read(SettingReader reader) {
    return new SecuritySettings(reader.flag("aitta.security.insecure"));
  }
}
