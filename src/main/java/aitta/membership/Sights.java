package aitta.membership;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.Address;
import org.apache.pekko.cluster.ClusterEvent.CurrentClusterState;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.remote.FailureDetectorRegistry;

/** Pekko's view of the cluster in our words. */
final class Sights {
  private Sights() {}

  /** One for each member that speaks of itself as our nodes do. */
  static List<Sight> of(CurrentClusterState state, FailureDetectorRegistry<Address> detector) {
    Set<Address> unreachable = addresses(state.getUnreachable());
    Heartbeats<Address> heartbeats =
        Heartbeats.of(addresses(state.getMembers()), detector::isMonitoring, detector::isAvailable);
    List<Sight> sights = new ArrayList<>();
    for (Member member : state.getMembers()) {
      Optional<Facts> facts = Facts.of(member.getRoles());
      Optional<Standing> standing = standing(member.status());
      if (facts.isPresent() && standing.isPresent()) {
        sights.add(
            new Sight(
                facts.get(),
                Addresses.of(member.address()),
                member.uniqueAddress().longUid(),
                standing.get(),
                member.upNumber(),
                heartbeats.isReachable(member.address(), unreachable)));
      }
    }
    return sights;
  }

  private static Set<Address> addresses(Iterable<Member> members) {
    Set<Address> addresses = new HashSet<>();
    members.forEach(member -> addresses.add(member.address()));
    return addresses;
  }

  private static Optional<Standing> standing(MemberStatus status) {
    if (status == MemberStatus.joining()) {
      return Optional.of(Standing.JOINING);
    } else if (status == MemberStatus.weaklyUp()) {
      return Optional.of(Standing.WEAKLY_UP);
    } else if (status == MemberStatus.up()) {
      return Optional.of(Standing.UP);
    } else if (status == MemberStatus.leaving()) {
      return Optional.of(Standing.LEAVING);
    } else if (status == MemberStatus.exiting()) {
      return Optional.of(Standing.EXITING);
    } else if (status == MemberStatus.down()) {
      return Optional.of(Standing.DOWN);
    }
    return Optional.empty(); // removed, or preparing for a shutdown that nobody here asks for
  }
}
