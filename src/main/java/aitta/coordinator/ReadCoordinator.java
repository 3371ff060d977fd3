package aitta.coordinator;

import aitta.model.NodeId;
import aitta.peer.PeerMessage;
import aitta.quorum.ReadRound;
import aitta.request.Outcome;
import aitta.request.Request;
import aitta.request.Story;
import aitta.version.Siblings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One read: asks as its {@link ReadRound} says, answers, repairs stale owners afterwards. */
final class ReadCoordinator implements Coordinator {
  private static final int REPAIR_BUDGET_MILLIS = 5_000;

  private final Coordination shared;
  private final Request.Read request;
  private final Consumer<Outcome> done;
  private final Story story;
  private final Running running;
  private final Route route;
  private final long deadlineNanos;
  private final ReadRound round;
  private final long id;
  private final Map<NodeId, Long> askedNanos = new HashMap<>();

  private ReadCoordinator(
      Coordination shared,
      Request.Read request,
      long deadlineNanos,
      Consumer<Outcome> done,
      Running running) {
    this.shared = shared;
    this.request = request;
    this.done = done;
    this.story = Story.of(done);
    this.running = running;
    this.route = shared.routes().of(request.key());
    this.deadlineNanos = deadlineNanos;
    this.round = new ReadRound(plan(), shared.clock().millis());
    this.id = shared.peers().open((from, reply) -> running.tell(new Replied(from, reply)));
  }

  static Coordinator create(
      Coordination shared,
      Request.Read request,
      long deadlineNanos,
      Consumer<Outcome> done,
      Running running) {
    return new ReadCoordinator(shared, request, deadlineNanos, done, running).begin();
  }

  private ReadRound.Plan plan() {
    List<NodeId> here = new ArrayList<>();
    List<NodeId> away = new ArrayList<>();
    route.owners().forEach(o -> (route.reachable().contains(o) ? here : away).add(o));
    List<NodeId> order = shared.health().order(here, shared.self());
    int r = request.r().of(route.owners().size());
    return new ReadRound.Plan(order, away, standIns(), r, request.strict());
  }

  /** This node first, where it is no owner: it may hold hints itself. */
  private List<NodeId> standIns() {
    List<NodeId> standIns = new ArrayList<>();
    if (!route.isOwner(shared.self())) {
      standIns.add(shared.self());
    }
    route.standIns().stream().filter(node -> !standIns.contains(node)).forEach(standIns::add);
    return standIns;
  }

  private Coordinator begin() {
    Coordinator next = follow();
    setAlarm();
    return next;
  }

  @Override
  public Coordinator onReplied(Replied message) {
    NodeId from = message.from();
    story.tell("answer of", from);
    Long asked = askedNanos.remove(from);
    if (asked != null && !from.equals(shared.self())) {
      shared.health().answered(from, (shared.clock().nanos() - asked) / 1000);
    }
    if (message.reply() instanceof PeerMessage.Full full) {
      round.replied(from, full.siblings(), full.fit());
    } else if (message.reply() instanceof PeerMessage.Known known) {
      round.replied(from, known.summary(), known.fit());
    } else if (Again.isDue(shared, message.reply()) && Again.isTime(shared, deadlineNanos)) {
      return again();
    } else {
      round.failed(from);
    }
    return follow();
  }

  private Coordinator again() {
    story.tell("begun anew under the next list of owners", null);
    close();
    return Again.create(
        shared, running, () -> create(shared, request, deadlineNanos, done, running));
  }

  @Override
  public Coordinator onWake() {
    if (shared.clock().nanos() - deadlineNanos >= 0) {
      round.late();
    } else {
      askedNanos.keySet().forEach(shared.health()::silent);
      shared.figures().hedged();
      round.slow();
    }
    Coordinator next = follow();
    setAlarm();
    return next;
  }

  /** Wakes when an answer is overdue, and again at the deadline. */
  private void setAlarm() {
    long usual = TimeUnit.MICROSECONDS.toNanos(shared.health().usualMicros(askedNanos.keySet()));
    Duration least = shared.hedgeAfterMin();
    long hedge = shared.clock().nanos() + Math.max(least.toNanos(), usual);
    running.wakeAt(hedge - deadlineNanos < 0 ? hedge : deadlineNanos);
  }

  private Coordinator follow() {
    ReadRound.Step step = round.step();
    if (step instanceof ReadRound.Asking asking) {
      asking.asks().forEach(this::ask);
      return this;
    }
    if (step instanceof ReadRound.Answer answer) {
      done.accept(new Outcome.ReadDone(answer.merged(), answer.answered(), route.owners().size()));
      if (shared.clock().nanos() - deadlineNanos < 0) {
        // Else this node may have been stopped meanwhile, and what was read be forgotten by now.
        answer.repairs().forEach(stale -> repair(stale, answer.merged()));
      }
    } else {
      ReadRound.GiveUp gaveUp = (ReadRound.GiveUp) step;
      done.accept(new Outcome.QuorumNotMet(gaveUp.required(), gaveUp.received(), describe(gaveUp)));
    }
    close();
    return ENDED;
  }

  private void ask(ReadRound.Ask ask) {
    int budget = shared.budgetMillis(deadlineNanos);
    story.tell(ask.standIn() ? "asked stand-in" : "asked", ask.node());
    if (ask.standIn()) {
      shared.figures().standInAsked();
    }
    askedNanos.put(ask.node(), shared.clock().nanos());
    shared
        .peers()
        .ask(
            ask.node(),
            ask.standIn()
                ? new PeerMessage.FetchHint(id, request.key(), route.owners(), ask.full())
                : new PeerMessage.Fetch(id, request.key(), ask.full(), route.listVersion()),
            budget);
  }

  private void repair(NodeId stale, Siblings merged) {
    shared.figures().repaired();
    shared
        .peers()
        .ask(stale, new PeerMessage.Store(0, request.key(), merged), REPAIR_BUDGET_MILLIS);
  }

  private String describe(ReadRound.GiveUp gaveUp) {
    return "a read of range "
        + route.range()
        + " wants "
        + gaveUp.required()
        + " of "
        + route.owners()
        + (request.strict() ? ", owners alone," : "")
        + " and heard from "
        + gaveUp.received()
        + " that count within "
        + request.timeout().toMillis()
        + " ms"
        + WriteOutcomes.catchingUp(gaveUp.catchingUp());
  }

  @Override
  public void close() {
    shared.peers().close(id);
  }
}
