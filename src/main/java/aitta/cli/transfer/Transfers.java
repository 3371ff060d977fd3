package aitta.cli.transfer;

import java.nio.file.Path;

/** What both ways have in common. */
public final class Transfers {
  private Transfers() {}

  /** Where the checkpoint of a file is, unless somebody says otherwise. */
  public static Path beside(Path file) {
    return file.resolveSibling(file.getFileName() + ".checkpoint");
  }
}
