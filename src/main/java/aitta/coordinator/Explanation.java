package aitta.coordinator;

import aitta.model.Key;
import aitta.model.NodeId;
import aitta.peer.PeerMessage;
import aitta.peer.Peers;
import aitta.version.Siblings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Asks every owner and stand-in of a key what it holds itself, and merges nothing: for those who
 * want to know why a read answers as it does. Never on the way of a read or write.
 */
public final class Explanation {
  /**
   * What one node holds.
   *
   * @param owner false for what it keeps as hints for owners
   * @param siblings null where it did not answer
   * @param fit whether a strict read may count it
   */
  public record Copy(NodeId node, boolean owner, Siblings siblings, boolean fit) {}

  private final Route route;
  private final Map<Long, Copy> copies = new LinkedHashMap<>(); // by question; guarded by itself
  private final Peers peers;
  private final CompletableFuture<Void> complete = new CompletableFuture<>();
  private int silent;

  private Explanation(Peers peers, Route route) {
    this.peers = peers;
    this.route = route;
  }

  /**
   * @return ends by {@code timeoutMillis} with the owners in their order, then nodes that keep
   *     hints for them; those that were silent are told as such
   */
  public static CompletableFuture<List<Copy>> of(
      Peers peers, Route route, Key key, int timeoutMillis) {
    Explanation explanation = new Explanation(peers, route);
    explanation.ask(key, timeoutMillis);
    return explanation
        .complete
        .completeOnTimeout(null, timeoutMillis, TimeUnit.MILLISECONDS)
        .thenApply(nothing -> explanation.end());
  }

  private void ask(Key key, int timeoutMillis) {
    Map<Long, NodeId> owners = new LinkedHashMap<>();
    Map<Long, NodeId> holders = new LinkedHashMap<>();
    route.owners().forEach(node -> open(node, true, owners));
    route.owners().stream()
        .filter(route.reachable()::contains)
        .forEach(node -> open(node, false, holders)); // an owner may keep hints for the others
    route.standIns().forEach(node -> open(node, false, holders));
    owners.forEach(
        (id, node) -> peers.ask(node, new PeerMessage.Fetch(id, key, true), timeoutMillis));
    holders.forEach(
        (id, node) ->
            peers.ask(
                node, new PeerMessage.FetchHint(id, key, route.owners(), true), timeoutMillis));
  }

  private void open(NodeId node, boolean owner, Map<Long, NodeId> questions) {
    long id = peers.open(this::replied);
    synchronized (copies) {
      copies.put(id, new Copy(node, owner, null, true));
      if (route.reachable().contains(node)) {
        silent++;
        questions.put(id, node);
      }
    }
  }

  private void replied(NodeId from, PeerMessage.Reply reply) {
    boolean last;
    synchronized (copies) {
      Copy asked = copies.get(reply.id());
      if (asked == null || asked.siblings() != null) {
        return;
      }
      if (reply instanceof PeerMessage.Full full) {
        copies.put(reply.id(), new Copy(from, asked.owner(), full.siblings(), full.fit()));
      }
      last = --silent == 0;
    }
    if (last) {
      complete.complete(null);
    }
  }

  private List<Copy> end() {
    List<Copy> found = new ArrayList<>();
    synchronized (copies) {
      copies.forEach(
          (id, copy) -> {
            peers.close(id);
            boolean keepsNothing = copy.siblings() == null || copy.siblings().isEmpty();
            if (copy.owner() || !route.isOwner(copy.node()) || !keepsNothing) {
              found.add(copy);
            }
          });
    }
    return found;
  }
}
