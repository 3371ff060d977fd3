package aitta.membership;

import aitta.config.HostPort;
import java.util.List;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.apache.pekko.cluster.typed.JoinSeedNodes;
import org.slf4j.Logger;

/** Carries the steps of a {@link JoinPlan} to Pekko. One actor's own. */
final class Joiner {
  private final Cluster cluster;
  private final HostPort self;
  private final Logger log;
  private List<HostPort> through = List.of();
  private long sinceMillis = -1;

  Joiner(Cluster cluster, HostPort self, Logger log) {
    this.cluster = cluster;
    this.self = self;
    this.log = log;
  }

  /** How long the present join has been going on, in ms; -1 if there is none. */
  long joiningFor(long nowMillis) {
    return sinceMillis < 0 ? -1 : nowMillis - sinceMillis;
  }

  /** Joins the cluster of {@code seeds}; goes on with a join that one of them is part of. */
  void join(List<HostPort> seeds, long nowMillis) {
    if (!through.isEmpty() && seeds.contains(through.get(0))) {
      return;
    }
    log.info("Joining through {}", seeds);
    cluster.manager().tell(new JoinSeedNodes(seeds.stream().map(Addresses::toPekko).toList()));
    through = seeds;
    sinceMillis = nowMillis;
  }

  /** Begins a cluster of one. Repeating it does no harm. */
  void formAlone() {
    if (!through.equals(List.of(self))) {
      log.info("Beginning a cluster at {}", self);
      through = List.of(self);
    }
    cluster.manager().tell(Join.create(cluster.selfMember().address()));
  }

  /** Nobody is there to join by any more; whoever comes next is joined anew. */
  void rest() {
    through = List.of();
    sinceMillis = -1;
  }
}
