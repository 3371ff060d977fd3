package aitta.node;

import aitta.antientropy.Owners;
import aitta.model.NodeId;
import aitta.peer.Peers;
import aitta.peer.RangeMessage;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.pekko.actor.typed.ActorSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.concurrent.ExecutionContext;

/**
 * Has the owners of ranges whose lists were decreed go on with what they have. They may hear of the
 * new lists later than of this, so each is asked until it has answered, for some minutes.
 */
final class LossAcceptance {
  private static final Logger LOG = LoggerFactory.getLogger(LossAcceptance.class);
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final int ROUNDS = 180;
  private static final int MAX_QUESTIONS = 512;
  private static final int PATIENCE_MILLIS = 900;

  private final Peers peers;
  private final Owners owners;
  private final ActorSystem<?> system;
  private final ExecutionContext executor;
  private final Set<Question> open = ConcurrentHashMap.newKeySet();

  private record Question(int range, NodeId node) {}

  LossAcceptance(Peers peers, Owners owners, ActorSystem<?> system, ExecutionContext executor) {
    this.peers = peers;
    this.owners = owners;
    this.system = system;
    this.executor = executor;
  }

  void begin(Collection<Integer> ranges) {
    LOG.warn("Loss is accepted for ranges {}: a majority of their owners is gone", ranges);
    for (int range : ranges) {
      owners.of(range).forEach(node -> open.add(new Question(range, node)));
    }
    round(ROUNDS);
  }

  private void round(int left) {
    open.removeIf(question -> !owners.of(question.range()).contains(question.node()));
    if (open.isEmpty()) {
      return;
    }
    if (left == 0) {
      LOG.error(
          "Ranges {} have owners that could not be told to go on with what they have; begin their"
              + " repair with accept-loss=true once they are there",
          open.stream().map(Question::range).collect(Collectors.toSet()));
      return;
    }
    open.stream().limit(MAX_QUESTIONS).forEach(this::ask);
    system.scheduler().scheduleOnce(INTERVAL, () -> round(left - 1), executor);
  }

  private void ask(Question question) {
    long id =
        peers.open(
            (from, reply) -> {
              if (reply instanceof RangeMessage.Started) {
                open.remove(question);
              }
            });
    peers.ask(question.node(), new RangeMessage.AcceptLoss(id, question.range()), PATIENCE_MILLIS);
    system.scheduler().scheduleOnce(INTERVAL, () -> peers.close(id), executor);
  }
}
