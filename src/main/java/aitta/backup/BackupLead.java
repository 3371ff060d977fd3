package aitta.backup;

import aitta.api.BackupReport;
import aitta.api.BackupReport.State;
import aitta.backup.BackupSteps.Said;
import aitta.backup.BackupSteps.Step;
import aitta.model.NodeId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leads all nodes through a backup. Keeps nothing: how far it is, the nodes know together, so it
 * can be asked for at any of them, also after this one has stopped. Never blocks.
 */
public final class BackupLead {
  private static final Logger LOG = LoggerFactory.getLogger(BackupLead.class);
  private static final int PREPARE_MILLIS = 5_000;
  private static final int REPORT_MILLIS = 2_000;

  /** A checkpoint on another disk copies all that there is. */
  private static final int CHECKPOINT_MILLIS = 3_600_000;

  /**
   * How it began.
   *
   * @param report null where it did not
   * @param conflict why not
   */
  public record Begun(BackupReport report, String conflict) {}

  private final Nodes nodes;

  public BackupLead(Nodes nodes) {
    this.nodes = nodes;
  }

  /**
   * Begins a backup on all nodes that can be reached; what was acknowledged before is in it. It
   * goes on after the stage has ended.
   */
  public CompletionStage<Begun> begin(String name) {
    Set<NodeId> members = new TreeSet<>(nodes.members());
    return askAll(
            reachable(members), BackupSteps.PREPARE, new Step(name, null, null), PREPARE_MILLIS)
        .thenCompose(
            said -> {
              List<NodeId> ready = those(said, Said.DONE::equals);
              String conflict =
                  said.values().stream()
                      .map(Said::conflict)
                      .filter(Objects::nonNull)
                      .findFirst()
                      .orElse(null);
              if (conflict != null) {
                abort(name, ready);
                return CompletableFuture.completedFuture(new Begun(null, conflict));
              }
              goOn(name, members, ready);
              return report(name, members).thenApply(report -> begun(name, report));
            });
  }

  /** Where no node could begin, nobody has a share. */
  private static Begun begun(String name, BackupReport report) {
    return new Begun(
        report == null ? new BackupReport(name, State.FAILED, null, 0, List.of()) : report, null);
  }

  private void goOn(String name, Set<NodeId> members, List<NodeId> ready) {
    askAll(ready, BackupSteps.FIRST, new Step(name, null, null), CHECKPOINT_MILLIS)
        .thenCompose(
            said -> {
              List<NodeId> done = those(said, Said.DONE::equals);
              abort(name, ready.stream().filter(node -> !done.contains(node)).toList());
              Set<NodeId> missing = new TreeSet<>(members);
              missing.removeAll(done);
              Step second = new Step(name, names(members), names(missing));
              return askAll(done, BackupSteps.SECOND, second, CHECKPOINT_MILLIS);
            })
        .whenComplete(
            (said, failure) -> {
              boolean whole =
                  failure == null && those(said, Said.DONE::equals).size() == members.size();
              LOG.info("backup '{}' is {}", name, whole ? "complete" : "not complete: " + said);
            });
  }

  private void abort(String name, Collection<NodeId> some) {
    askAll(some, BackupSteps.ABORT, new Step(name, null, null), REPORT_MILLIS);
  }

  /** How far it is, as far as nodes can be asked; null where none has heard of it. */
  public CompletionStage<BackupReport> report(String name) {
    return report(name, new TreeSet<>(nodes.members()));
  }

  private CompletionStage<BackupReport> report(String name, Set<NodeId> members) {
    return askAll(reachable(members), BackupSteps.REPORT, new Step(name, null, null), REPORT_MILLIS)
        .thenApply(said -> merge(name, members, said));
  }

  static BackupReport merge(String name, Set<NodeId> members, Map<NodeId, Said> said) {
    List<BackupReport.Node> shares = new ArrayList<>();
    boolean known = false;
    for (NodeId node : members) {
      Said answer = said.get(node);
      if (answer == null) {
        shares.add(share(node, State.UNREACHABLE, null));
      } else if (answer.failure() != null) {
        shares.add(share(node, State.FAILED, answer.failure()));
        known = true;
      } else if (answer.report() == null) {
        shares.add(share(node, State.MISSING, null));
      } else {
        shares.add(answer.report());
        known = true;
      }
    }
    String started =
        shares.stream()
            .map(BackupReport.Node::started)
            .filter(Objects::nonNull)
            .min(String::compareTo)
            .orElse(null);
    long bytes = shares.stream().mapToLong(BackupReport.Node::bytes).sum();
    return known ? new BackupReport(name, whole(shares), started, bytes, shares) : null;
  }

  private static BackupReport.Node share(NodeId node, State state, String detail) {
    return new BackupReport.Node(node.value(), state, null, 0, null, detail);
  }

  private static State whole(List<BackupReport.Node> shares) {
    List<State> states = shares.stream().map(BackupReport.Node::state).toList();
    if (states.contains(State.RUNNING)) {
      return State.RUNNING;
    }
    if (states.stream().allMatch(State.DONE::equals)) {
      return State.DONE;
    }
    return states.contains(State.DONE) ? State.PARTIAL : State.FAILED;
  }

  private List<NodeId> reachable(Set<NodeId> members) {
    return members.stream().filter(nodes::isReachable).toList();
  }

  private static List<NodeId> those(Map<NodeId, Said> said, Predicate<Said> which) {
    return said.entrySet().stream()
        .filter(one -> which.test(one.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static List<String> names(Collection<NodeId> some) {
    return some.stream().map(NodeId::value).toList();
  }

  /** What those say that answer in time. */
  private CompletionStage<Map<NodeId, Said>> askAll(
      Collection<NodeId> some, String topic, Step step, int millis) {
    Map<NodeId, CompletableFuture<Said>> answers = new TreeMap<>();
    for (NodeId node : some) {
      answers.put(
          node,
          nodes
              .ask(node, topic, BackupSteps.text(step), millis)
              .thenApply(BackupLead::said)
              .toCompletableFuture());
    }
    return CompletableFuture.allOf(answers.values().toArray(CompletableFuture<?>[]::new))
        .thenApply(
            done -> {
              Map<NodeId, Said> said = new TreeMap<>();
              answers.forEach(
                  (node, answer) -> {
                    if (answer.join() != null) {
                      said.put(node, answer.join());
                    }
                  });
              return said;
            });
  }

  private static Said said(String document) {
    try {
      return document == null ? null : BackupSteps.read(document, Said.class);
    } catch (IOException e) {
      return BackupSteps.failed(e.getMessage());
    }
  }
}
