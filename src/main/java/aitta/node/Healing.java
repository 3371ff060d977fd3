package aitta.node;

import aitta.antientropy.ConfirmAnswer;
import aitta.antientropy.Copies;
import aitta.antientropy.FitnessKeeper;
import aitta.antientropy.Levels;
import aitta.antientropy.Owners;
import aitta.antientropy.RangeExchanger;
import aitta.antientropy.RangeSteward;
import aitta.antientropy.Reclaimer;
import aitta.antientropy.RepairAnswers;
import aitta.antientropy.RepairKeeper;
import aitta.api.RepairReport;
import aitta.clock.NodeClock;
import aitta.config.Settings;
import aitta.model.NodeId;
import aitta.pace.Rate;
import aitta.pace.RatePacer;
import aitta.peer.Peers;
import aitta.peer.RangeMessage;
import aitta.peer.RangeMessage.RangeRepair;
import aitta.tuning.Tunable;
import aitta.tuning.Tuning;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What keeps the copies of one node healthy: wired to each other here, nothing is decided. */
final class Healing {
  private static final Logger LOG = LoggerFactory.getLogger(Healing.class);
  private static final int REPORT_MILLIS = 1_000;

  private final Settings settings;
  private final Tuning tuning;
  private final Yielding rates;
  private final NodeClock clock;
  private final Peers peers;
  private final Owners owners;
  private final Copies copies;
  private final Function<NodeId, Function<Integer, ConfirmAnswer.Seen>> seen;
  private final Levels levels = new Levels();
  private volatile ActorRef<RepairKeeper.Command> repairs;
  private RepairAnswers answers;

  /**
   * @param seen how far a node's copy of a range was ever seen by this one; null for never
   */
  Healing(
      Settings settings,
      Tuning tuning,
      Yielding rates,
      NodeClock clock,
      Peers peers,
      Owners owners,
      Copies copies,
      Function<NodeId, Function<Integer, ConfirmAnswer.Seen>> seen) {
    this.settings = settings;
    this.tuning = tuning;
    this.rates = rates;
    this.clock = clock;
    this.peers = peers;
    this.owners = owners;
    this.copies = copies;
    this.seen = seen;
  }

  /**
   * @param restarting supervises an actor of the node
   * @param blocking for what may wait for a disk or for another part of the system
   * @param suspect whether copies may have lost the last of what they acknowledged
   * @param allFit called when all copies have come to be fit; may block
   */
  void start(
      ActorContext<?> guardian,
      Supervision restarting,
      DispatcherSelector blocking,
      boolean suspect,
      Runnable allFit) {
    repairs =
        guardian.spawn(
            restarting.of(
                RepairKeeper.create(
                    new RepairKeeper.Setup(
                        pace(rates.repair(), () -> tuning.number(Tunable.REPAIR_CONCURRENCY)),
                        pace(rates.handover(), this::handoversAtOnce),
                        owners,
                        copies,
                        levels,
                        settings.repair().interval()))),
            "repairs");
    answers = new RepairAnswers(repairs, copies, seen);
    guardian.spawn(
        restarting.of(
            FitnessKeeper.create(
                new FitnessKeeper.Setup(peers, clock, owners, copies, suspect, repairs, allFit))),
        "fitness",
        blocking);
    guardian.spawn(
        restarting.of(
            Reclaimer.create(
                new Reclaimer.Setup(
                    peers,
                    clock,
                    owners,
                    copies,
                    new SecureRandom(),
                    settings.tombstone().grace(),
                    settings.tombstone().settleTime()))),
        "reclaimer");
    startStewards(guardian.getSystem(), blocking);
  }

  /** Ranges that may be on their way to this node or from it now. */
  int handoversAtOnce() {
    return rates.handover().atOnce(tuning.number(Tunable.HANDOVER_CONCURRENCY));
  }

  private RepairKeeper.Pace pace(Rate rate, IntSupplier concurrency) {
    RangeExchanger.Shared shared =
        new RangeExchanger.Shared(
            peers, clock, new RatePacer(rate, clock.nanos()), settings.repair().lookAgainAfter());
    return new RepairKeeper.Pace(shared, concurrency);
  }

  /** Null before this has started. */
  ActorRef<RepairKeeper.Command> repairs() {
    return repairs;
  }

  /** To be used after this has started. */
  RepairAnswers answers() {
    return answers;
  }

  Levels levels() {
    return levels;
  }

  /** Supervision of actors, whatever they take. */
  interface Supervision {
    <T> Behavior<T> of(Behavior<T> behavior);
  }

  /** Not on the way of anybody: a steward that is late is no harm. */
  private void startStewards(ActorSystem<?> system, DispatcherSelector blocking) {
    Executor executor = system.dispatchers().lookup(blocking);
    RangeSteward.Setup setup =
        new RangeSteward.Setup(
            peers,
            owners,
            settings.ring().ranges(),
            settings.repair().interval(),
            () -> ThreadLocalRandom.current().nextLong());
    executor.execute(
        () -> {
          try {
            RangeSteward.keepAlive(system, setup);
          } catch (RuntimeException e) {
            LOG.warn("No stewards from this node; owners go on alone: {}", e.toString());
          }
        });
  }

  /**
   * Has all owners that can be reached compare a range, or all.
   *
   * @param range -1 for all
   */
  void repair(int range, boolean acceptLoss) {
    for (NodeId node :
        range == RepairAnswers.ALL ? owners.members() : Set.copyOf(owners.of(range))) {
      if (owners.isReachable(node)) {
        if (acceptLoss) {
          peers.ask(node, new RangeMessage.AcceptLoss(0, range), 0);
        }
        peers.ask(node, new RangeMessage.StartRepair(0, range), 0);
      }
    }
  }

  /** What all nodes say that answer within a second. */
  CompletionStage<RepairReport> report() {
    List<CompletableFuture<List<RangeRepair>>> answers =
        owners.members().stream()
            .filter(owners::isReachable)
            .map(this::progressOf)
            .collect(Collectors.toList());
    return CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new))
        .thenApply(
            done -> {
              List<RangeRepair> all = new ArrayList<>();
              answers.forEach(answer -> all.addAll(answer.join()));
              return merge(all, settings.ring().ranges());
            });
  }

  /** What this node's own comparisons have come to; ends within a second. */
  CompletableFuture<List<RangeRepair>> own() {
    return repairs == null
        ? CompletableFuture.completedFuture(List.of())
        : progressOf(peers.self());
  }

  private CompletableFuture<List<RangeRepair>> progressOf(NodeId node) {
    CompletableFuture<List<RangeRepair>> answer = new CompletableFuture<>();
    long id =
        peers.open(
            (from, reply) ->
                answer.complete(
                    reply instanceof RangeMessage.Progress progress
                        ? progress.ranges()
                        : List.of()));
    peers.ask(node, new RangeMessage.RepairProgress(id), REPORT_MILLIS);
    return answer
        .completeOnTimeout(List.of(), REPORT_MILLIS, TimeUnit.MILLISECONDS)
        .whenComplete((ranges, failure) -> peers.close(id));
  }

  /** Counters add up; whether a range is in sync is known by who compared it last. */
  static RepairReport merge(List<RangeRepair> said, int ranges) {
    RangeRepair[] merged = new RangeRepair[ranges];
    for (RangeRepair one : said) {
      RangeRepair before = merged[one.range()];
      merged[one.range()] = before == null ? one : plus(before, one);
    }
    List<RepairReport.Range> report = new ArrayList<>(ranges);
    for (int i = 0; i < ranges; i++) {
      RangeRepair one = merged[i] == null ? new RangeRepair(i, 0, 0, 0, false) : merged[i];
      report.add(
          new RepairReport.Range(
              i,
              one.lastRunMillis() == 0
                  ? null
                  : Instant.ofEpochMilli(one.lastRunMillis()).toString(),
              one.keysCompared(),
              one.keysRepaired(),
              one.inSync()));
    }
    return new RepairReport(report);
  }

  private static RangeRepair plus(RangeRepair a, RangeRepair b) {
    RangeRepair newest = a.lastRunMillis() >= b.lastRunMillis() ? a : b;
    return new RangeRepair(
        a.range(),
        newest.lastRunMillis(),
        a.keysCompared() + b.keysCompared(),
        a.keysRepaired() + b.keysRepaired(),
        newest.inSync());
  }
}
