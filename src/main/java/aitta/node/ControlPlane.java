package aitta.node;

import aitta.antientropy.Owners;
import aitta.backup.Nodes;
import aitta.model.NodeId;
import aitta.peer.ControlMessage;
import aitta.peer.PeerMessage;
import aitta.peer.Peers;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How nodes ask each other what operators want: seldom, as JSON, and with time to block. */
final class ControlPlane implements Nodes {
  private static final Logger LOG = LoggerFactory.getLogger(ControlPlane.class);

  private final Peers peers;
  private final Owners owners;
  private final Executor blocking;
  private final Map<String, UnaryOperator<String>> topics = new HashMap<>();

  /**
   * @param blocking whose threads may wait for a disk
   */
  ControlPlane(Peers peers, Owners owners, Executor blocking) {
    this.peers = peers;
    this.owners = owners;
    this.blocking = blocking;
  }

  /** Before anybody asks. */
  void on(String topic, UnaryOperator<String> answer) {
    topics.put(topic, answer);
  }

  void answer(ControlMessage.Ask ask, Consumer<PeerMessage.Reply> reply) {
    UnaryOperator<String> topic = topics.get(ask.topic());
    if (topic == null) {
      LOG.warn("asked for '{}', which this build does not know", ask.topic());
      return;
    }
    try {
      blocking.execute(() -> answer(ask, topic, reply));
    } catch (RejectedExecutionException e) {
      LOG.debug("not answered any more: {}", ask.topic());
    }
  }

  private static void answer(
      ControlMessage.Ask ask, UnaryOperator<String> topic, Consumer<PeerMessage.Reply> reply) {
    try {
      reply.accept(new ControlMessage.Told(ask.id(), topic.apply(ask.document())));
    } catch (RuntimeException e) {
      LOG.error("'{}' cannot be answered", ask.topic(), e);
    }
  }

  @Override
  public Set<NodeId> members() {
    return owners.members();
  }

  @Override
  public boolean isReachable(NodeId node) {
    return owners.isReachable(node);
  }

  @Override
  public CompletionStage<String> ask(NodeId node, String topic, String document, int millis) {
    CompletableFuture<String> answer = new CompletableFuture<>();
    long id =
        peers.open(
            (from, reply) ->
                answer.complete(
                    reply instanceof ControlMessage.Told told ? told.document() : null));
    peers.ask(node, new ControlMessage.Ask(id, topic, document), millis);
    return answer
        .completeOnTimeout(null, millis, TimeUnit.MILLISECONDS)
        .whenComplete((told, failure) -> peers.close(id));
  }
}
