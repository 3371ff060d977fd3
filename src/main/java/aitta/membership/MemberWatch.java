package aitta.membership;

import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.remote.FailureDetectorRegistry;

/** The members of this node's cluster as it sees them. One actor's own. */
final class MemberWatch {
  /** Looks in a row that must agree before this node believes that its name is another's. */
  private static final int CONVINCED = 3;

  private final Cluster cluster;
  private final FailureDetectorRegistry<Address> detector;
  private final Self self;
  private List<Sight> sights = List.of();
  private MemberDirectory directory = MemberDirectory.of(List.of());
  private boolean hasBeenMember;
  private boolean isMember;
  private int looksOvertaken;

  MemberWatch(ActorSystem<?> system, Self self) {
    this.cluster = Cluster.get(system);
    this.detector = org.apache.pekko.cluster.Cluster.get(system).failureDetector();
    this.self = self;
  }

  /** Looks again; whether anything has changed. */
  boolean look() {
    List<Sight> now = Sights.of(cluster.state(), detector);
    isMember = now.stream().anyMatch(sight -> isSelf(sight) && !sight.standing().isOver());
    hasBeenMember |= isMember;
    boolean changed = !now.equals(sights);
    sights = now;
    directory = MemberDirectory.of(now);
    Sight holder = directory.current().get(self.node());
    looksOvertaken = holder != null && !isSelf(holder) ? looksOvertaken + 1 : 0;
    return changed;
  }

  boolean isSelf(Sight sight) {
    return sight.isSameSystem(self.at(), self.uid());
  }

  List<Sight> sights() {
    return sights;
  }

  MemberDirectory directory() {
    return directory;
  }

  boolean hasBeenMember() {
    return hasBeenMember;
  }

  /** Whether it was a member and is none any more, or never can be. */
  boolean isGone() {
    return hasBeenMember && !isMember || cluster.isTerminated();
  }

  Optional<Standing> ownStanding() {
    return sights.stream().filter(this::isSelf).map(Sight::standing).findFirst();
  }

  boolean isUp() {
    return ownStanding().filter(Standing::isUp).isPresent();
  }

  /** The member that has a better right to this node's id, once that is certain. */
  Optional<Sight> rival() {
    return looksOvertaken < CONVINCED
        ? Optional.empty()
        : Optional.of(directory.current().get(self.node()));
  }
}
