package aitta.node;

import aitta.bucket.BucketRegistry;
import aitta.config.Settings;
import aitta.membership.ClusterView;
import aitta.membership.DataDirectory;
import aitta.membership.Membership;
import aitta.membership.Readiness;
import aitta.membership.RingKeeper;
import aitta.tuning.Tuning;
import aitta.tuning.TuningKeeper;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * What every part of a running node may use. All of it is safe for use by many threads.
 *
 * @param view the newest view of the cluster; one volatile read
 * @param readiness whether the node serves requests, and if not, why
 * @param tuning settings that may change while the node runs
 * @param tunings takes changes of these
 * @param membership takes {@link Membership.Watch} of those who want each view, and {@link
 *     Membership.End} of those who find that the node cannot go on
 * @param keeper takes {@link RingKeeper.Decided} of those who have a newer list of owners
 */
public record NodeContext(
    Settings settings,
    DataDirectory directory,
    Supplier<ClusterView> view,
    Supplier<Readiness> readiness,
    BucketRegistry buckets,
    Tuning tuning,
    ActorRef<TuningKeeper.Command> tunings,
    ActorRef<Membership.Command> membership,
    ActorRef<RingKeeper.Command> keeper) {}
