package aitta.node;

import aitta.config.Settings;

/** Placeholder: the node itself is written elsewhere. */
public final class NodeProcess {
  private NodeProcess() {}

  public static int run(Settings settings) {
    return 70;
  }
}
