package aitta.cli.transfer;

import aitta.cli.output.Console;
import aitta.client.AittaClient;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** What both ways have in common. */
public final class Transfers {
  private Transfers() {}

  /** Where the checkpoint of a file is, unless somebody says otherwise. */
  public static Path beside(Path file) {
    return file.resolveSibling(file.getFileName() + ".checkpoint");
  }

  /**
   * Compares a file with the cluster and names keys that differ.
   *
   * @return how many do
   */
  public static long compare(
      AittaClient client, String bucket, Format format, Path file, Console console)
      throws IOException {
    Comparison comparison = new Comparison(client, bucket);
    try (InputStream in = Files.newInputStream(file)) {
      comparison.run(format.reader(in), items -> {});
    }
    if (comparison.different() > 0) {
      console.err().println("aitta: different: " + String.join(" ", comparison.shown()));
    }
    return comparison.different();
  }
}
