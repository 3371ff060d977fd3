package aitta.backup;

import aitta.coordinator.Route;
import aitta.model.Key;
import aitta.model.NodeId;
import aitta.peer.PeerMessage;
import aitta.peer.Peers;
import aitta.version.Siblings;
import aitta.version.Transplant;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Takes sets of another cluster into this one: joined by all owners that can be reached, on disk at
 * a quorum of them before it counts. Never blocks.
 */
public final class RestoreIntake {
  /** Topic of the question to take secrets that contexts are checked by. */
  public static final String SECRETS = "restore-secrets";

  private static final int TIMEOUT_MILLIS = 10_000;

  /**
   * How it went.
   *
   * @param problem null where all of it is safe
   * @param required owners that had to have a set on disk; 0 where it did not come to that
   */
  public record Outcome(String problem, int required, int received) {
    static final Outcome DONE = new Outcome(null, 0, 0);
  }

  /** JSON of {@link #SECRETS}, and of the answer to it. */
  public record Secrets(List<byte[]> secrets) {}

  private final Peers peers;
  private final Nodes nodes;
  private final Function<Key, Route> routes;
  private final Supplier<List<byte[]>> secrets;

  /**
   * @param secrets of this cluster, the one that signs first
   */
  public RestoreIntake(
      Peers peers, Nodes nodes, Function<Key, Route> routes, Supplier<List<byte[]>> secrets) {
    this.peers = peers;
    this.nodes = nodes;
    this.routes = routes;
    this.secrets = secrets;
  }

  public CompletionStage<Outcome> take(RestoreBatch batch) {
    List<byte[]> unknown =
        batch.secrets().stream().filter(secret -> !isAmong(secret, secrets.get())).toList();
    CompletionStage<String> told =
        unknown.isEmpty() ? CompletableFuture.completedFuture(null) : tell(unknown);
    return told.thenCompose(
        problem ->
            problem == null
                ? store(batch)
                : CompletableFuture.completedFuture(new Outcome(problem, 0, 0)));
  }

  private static boolean isAmong(byte[] secret, List<byte[]> all) {
    return all.stream().anyMatch(one -> Arrays.equals(one, secret));
  }

  /** Every node has to check contexts by them, or some would refuse what others have given out. */
  private CompletionStage<String> tell(List<byte[]> more) {
    String document = BackupSteps.text(new Secrets(more));
    List<CompletableFuture<String>> problems = new ArrayList<>();
    for (NodeId node : nodes.members()) {
      problems.add(
          nodes
              .ask(node, SECRETS, document, TIMEOUT_MILLIS)
              .thenApply(
                  said ->
                      said != null && said.equals("{}")
                          ? null
                          : node
                              + " does not take the secrets that contexts of the other cluster are"
                              + " checked by: "
                              + (said == null ? "it cannot be reached" : said))
              .toCompletableFuture());
    }
    return CompletableFuture.allOf(problems.toArray(CompletableFuture<?>[]::new))
        .thenApply(
            done ->
                problems.stream()
                    .map(CompletableFuture::join)
                    .filter(problem -> problem != null)
                    .findFirst()
                    .orElse(null));
  }

  /** The secrets of {@link #SECRETS}. */
  public static List<byte[]> secretsOf(String document) throws IOException {
    return BackupSteps.read(document, Secrets.class).secrets();
  }

  private CompletionStage<Outcome> store(RestoreBatch batch) {
    byte[] signer = batch.secrets().get(0);
    boolean isOwn = Arrays.equals(signer, secrets.get().get(0));
    Transplant transplant = Transplant.from(signer);
    List<CompletableFuture<Outcome>> stored = new ArrayList<>(batch.sets().size());
    for (RestoreBatch.Entry entry : batch.sets()) {
      Siblings set = isOwn ? entry.siblings() : transplant.of(entry.siblings());
      stored.add(store(entry.key(), set));
    }
    return CompletableFuture.allOf(stored.toArray(CompletableFuture<?>[]::new))
        .thenApply(
            done ->
                stored.stream()
                    .map(CompletableFuture::join)
                    .filter(outcome -> outcome.problem() != null)
                    .findFirst()
                    .orElse(Outcome.DONE));
  }

  private CompletableFuture<Outcome> store(Key key, Siblings set) {
    Route route = routes.apply(key);
    List<NodeId> all = route.owners();
    int required = all.size() / 2 + 1;
    Set<NodeId> have = ConcurrentHashMap.newKeySet();
    Set<NodeId> refused = ConcurrentHashMap.newKeySet();
    CompletableFuture<Boolean> met = new CompletableFuture<>();
    long id =
        peers.open(
            (from, reply) -> {
              (reply instanceof PeerMessage.Stored ? have : refused).add(from);
              if (have.size() >= required) {
                met.complete(true);
              } else if (all.size() - refused.size() < required) {
                met.complete(false);
              }
            });
    for (NodeId owner : all) {
      peers.ask(owner, new PeerMessage.Store(id, key, set, route.listVersion()), TIMEOUT_MILLIS);
    }
    return met.completeOnTimeout(false, TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)
        .whenComplete((done, failure) -> peers.close(id))
        .thenApply(
            done ->
                done
                    ? Outcome.DONE
                    : new Outcome(
                        "the set of key " + key + " is not on disk at enough of its owners " + all,
                        required,
                        have.size()));
  }
}
