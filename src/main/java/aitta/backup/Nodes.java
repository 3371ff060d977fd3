package aitta.backup;

import aitta.model.NodeId;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** The nodes of the cluster, as those who lead something ask them. Safe for use by many threads. */
public interface Nodes {
  Set<NodeId> members();

  boolean isReachable(NodeId node);

  /**
   * @param document JSON
   * @return ends by {@code millis}; null where there was no answer
   */
  CompletionStage<String> ask(NodeId node, String topic, String document, int millis);
}
