package aitta.config;

import aitta.model.NodeId;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Who this node is.
 *
 * @param zone failure zone, by the same rule as a node id
 * @param weight share of the ring relative to other nodes, 0.1 to 100
 * @param dataDir where everything lies that must survive; may be relative, need not exist yet
 */
public record NodeSettings(NodeId id, String zone, double weight, Path dataDir) {
  public NodeSettings {
    Check.name("aitta.node.zone", zone);
    Check.within("aitta.node.weight", weight, 0.1, 100);
    Check.that(
        !dataDir.toString().isBlank(),
        "aitta.node.data-dir",
        dataDir,
        "must be the name of a folder");
  }

  static NodeSettings read(SettingReader reader) {
    String id = reader.text("aitta.node.id");
    Check.name("aitta.node.id", id);
    // Its data would otherwise settle in the folder above.
    Check.that(
        !id.equals(".") && !id.equals(".."),
        "aitta.node.id",
        id,
        "must be a name that a folder can have");
    return new NodeSettings(
        new NodeId(id),
        reader.text("aitta.node.zone"),
        reader.number("aitta.node.weight"),
        reader.as("aitta.node.data-dir", NodeSettings::path));
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("is no path: " + e.getReason(), e);
    }
  }
}
