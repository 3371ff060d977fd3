package aitta.node;

import aitta.antientropy.Copies;
import aitta.peer.RangeMessage.DeadKey;
import aitta.replica.RangeReplica;
import aitta.replica.RangeReplica.Verdict;
import aitta.replica.ReplicaFigures;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;

/** The copies of this node, as its replicas publish them. */
public record ReplicaCopies(
    Map<Integer, ActorRef<RangeReplica.Command>> replicas, ReplicaFigures figures)
    implements Copies {
  @Override
  public Set<Integer> ranges() {
    return replicas.keySet();
  }

  @Override
  public Optional<Copy> of(int range) {
    return figures
        .of(range)
        .map(
            copy ->
                new Copy(
                    copy.standing().life(),
                    copy.startedAt(),
                    copy.standing().reclaims(),
                    copy.fitness(),
                    copy.vouches(),
                    copy.predecessor(),
                    copy.decreed()));
  }

  @Override
  public void confirmed(int range, long life) {
    judge(range, life, Verdict.CONFIRMED);
  }

  @Override
  public void denied(int range, long life) {
    judge(range, life, Verdict.DENIED);
  }

  @Override
  public void caughtUp(int range, long life) {
    judge(range, life, Verdict.CAUGHT_UP);
  }

  @Override
  public void acceptLoss(int range) {
    of(range).ifPresent(copy -> judge(range, copy.life(), Verdict.LOSS_ACCEPTED));
  }

  private void judge(int range, long life, Verdict verdict) {
    tell(range, new RangeReplica.Judge(verdict, life));
  }

  @Override
  public void setAside(int range, long life, long mark) {
    tell(range, new RangeReplica.SetAside(life, mark));
  }

  private void tell(int range, RangeReplica.Command command) {
    ActorRef<RangeReplica.Command> replica = replicas.get(range);
    if (replica != null) {
      replica.tell(command);
    }
  }

  @Override
  public void deadKeys(int range, int max, Consumer<List<DeadKey>> due) {
    ActorRef<RangeReplica.Command> replica = replicas.get(range);
    if (replica == null) {
      due.accept(List.of());
    } else {
      replica.tell(new RangeReplica.FindDead(max, due));
    }
  }
}
