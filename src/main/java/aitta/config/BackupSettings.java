package aitta.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Backups of this node's share.
 *
 * @param dir where they are written; may be relative, need not exist yet
 */
public record BackupSettings(Path dir) {
  public BackupSettings {
    Check.that(!dir.toString().isBlank(), "aitta.backup.dir", dir, "must be the name of a folder");
  }

  static BackupSettings read(SettingReader reader) {
    return new BackupSettings(reader.as("aitta.backup.dir", BackupSettings::path));
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("is no path: " + e.getReason(), e);
    }
  }
}
