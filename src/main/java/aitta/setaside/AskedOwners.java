package aitta.setaside;

import aitta.backup.RestoreBatch;
import aitta.backup.RestoreIntake;
import aitta.merkle.MerkleTree;
import aitta.model.Key;
import aitta.model.NodeId;
import aitta.peer.PeerMessage;
import aitta.peer.Peers;
import aitta.peer.RangeMessage;
import aitta.peer.Standing;
import aitta.version.Siblings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Owners by messages. */
record AskedOwners(
    Peers peers,
    IntFunction<List<NodeId>> reachable,
    RestoreIntake intake,
    Supplier<List<byte[]>> secrets,
    int ranges)
    implements OwnersOfToday {
  private static final int PATIENCE_MILLIS = 5_000;
  private static final int JOIN_MILLIS = 15_000;

  @Override
  public long[] leaves(int range) throws SilentException, InterruptedException {
    NodeId owner = fitOwner(range);
    int[] all = IntStream.range(0, MerkleTree.leavesFor(ranges) / MerkleTree.FAN_OUT).toArray();
    return ask(owner, id -> new RangeMessage.FetchLeaves(id, range, all), RangeMessage.Leaves.class)
        .hashes();
  }

  @Override
  public Known known(int range, List<Key> keys) throws SilentException, InterruptedException {
    NodeId owner = fitOwner(range);
    Map<Key, Siblings> found = new HashMap<>();
    ask(owner, id -> new RangeMessage.FetchSets(id, range, keys), RangeMessage.Sets.class)
        .sets()
        .forEach(set -> found.put(set.key(), set.siblings()));
    Standing after = standing(owner, range);
    if (!after.fit()) {
      throw new SilentException("node " + owner + " is not fit for range " + range);
    }
    return new Known(found, after.reclaims());
  }

  private NodeId fitOwner(int range) throws SilentException, InterruptedException {
    for (NodeId node : reachable.apply(range)) {
      try {
        if (standing(node, range).fit()) {
          return node;
        }
      } catch (SilentException e) {
        // the next one may answer
      }
    }
    throw new SilentException("no owner of range " + range + " that is fit can be reached");
  }

  private Standing standing(NodeId node, int range) throws SilentException, InterruptedException {
    return ask(
            node,
            id -> new RangeMessage.Compare(id, range, Standing.NONE, 0),
            RangeMessage.Compared.class)
        .theirs();
  }

  @Override
  public void join(Map<Key, Siblings> sets) throws SilentException, InterruptedException {
    List<RestoreBatch.Entry> entries =
        sets.entrySet().stream()
            .map(entry -> new RestoreBatch.Entry(entry.getKey(), entry.getValue()))
            .toList();
    RestoreIntake.Outcome outcome =
        await(
            intake.take(new RestoreBatch(secrets.get(), entries)).toCompletableFuture(),
            JOIN_MILLIS);
    if (outcome == null || outcome.problem() != null) {
      throw new SilentException(outcome == null ? "owners are silent" : outcome.problem());
    }
  }

  private <R extends PeerMessage.Reply> R ask(
      NodeId node, LongFunction<PeerMessage.Question> question, Class<R> type)
      throws SilentException, InterruptedException {
    CompletableFuture<PeerMessage.Reply> answer = new CompletableFuture<>();
    long id = peers.open((from, reply) -> answer.complete(reply));
    try {
      peers.ask(node, question.apply(id), PATIENCE_MILLIS);
      PeerMessage.Reply reply = await(answer, PATIENCE_MILLIS);
      if (!type.isInstance(reply)) {
        throw new SilentException("node " + node + " said " + reply);
      }
      return type.cast(reply);
    } finally {
      peers.close(id);
    }
  }

  /** Null where it took too long. */
  private static <T> T await(CompletableFuture<T> future, int millis) throws InterruptedException {
    try {
      return future.get(millis, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return null;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }
}
