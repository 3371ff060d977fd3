package aitta.node;

import aitta.api.DeletionReport;
import aitta.bucket.BucketRegistry;
import aitta.clock.NodeClock;
import aitta.http.Reply;
import aitta.listing.Deletions;
import aitta.listing.Listings;
import aitta.listing.RowLister;
import aitta.model.NodeId;
import aitta.peer.ListMessage;
import aitta.peer.PeerMessage;
import aitta.peer.Peers;
import aitta.replica.ReplicaFigures;
import aitta.request.ListOutcome;
import aitta.request.ListRequest;
import aitta.request.Outcome;
import aitta.request.Request;
import aitta.storage.StateStore;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Listings and deletions of one node: wired here, decided elsewhere. */
final class ListingPlane {
  /** What it uses of the node. */
  record Needs(
      StateStore store,
      ReplicaFigures figures,
      Peers peers,
      NodeClock clock,
      RouteTable routes,
      BucketRegistry buckets) {}

  private final Peers peers;
  private final ActorRef<RowLister.Answer> rowLister;
  private final ActorRef<Listings.Submit> listings;
  private final Deletions deletions;

  private ListingPlane(
      Needs needs,
      ActorRef<RowLister.Answer> rowLister,
      ActorRef<Listings.Submit> listings,
      Function<Request, CompletionStage<Outcome>> submit) {
    this.peers = needs.peers();
    this.rowLister = rowLister;
    this.listings = listings;
    this.deletions = new Deletions(this::list, submit, needs.buckets()::propertiesOf);
  }

  static ListingPlane start(
      ActorContext<?> guardian, Needs needs, Function<Request, CompletionStage<Outcome>> submit) {
    NodeId self = needs.peers().self();
    ActorRef<RowLister.Answer> rowLister =
        guardian.spawn(
            restarting(
                RowLister.create(
                    needs.store(), needs.clock(), range -> needs.figures().tableOf(range, self))),
            "row-lister",
            DispatcherSelector.fromConfig("aitta.storage-dispatcher"));
    Listings.Shared shared =
        new Listings.Shared(self, needs.peers(), needs.clock(), needs.routes()::all);
    ActorRef<Listings.Submit> listings =
        guardian.spawn(restarting(Listings.create(shared)), "listings");
    return new ListingPlane(needs, rowLister, listings, submit);
  }

  private static <T> Behavior<T> restarting(Behavior<T> behavior) {
    return Behaviors.supervise(behavior).onFailure(SupervisorStrategy.restart());
  }

  /** A page of a listing; ends with an outcome by its timeout. */
  CompletionStage<ListOutcome> list(ListRequest request) {
    CompletableFuture<ListOutcome> outcome = new CompletableFuture<>();
    listings.tell(new Listings.Submit(request, outcome::complete));
    return outcome;
  }

  /** Null where as many as allowed are at work. */
  DeletionReport startDeletion(String bucket, String prefix, String to) {
    return deletions.start(peers.self(), bucket, prefix, to);
  }

  /** How far a deletion is, whichever node has begun it. */
  CompletionStage<Reply<DeletionReport>> deletion(String id) {
    DeletionReport mine = deletions.report(id);
    NodeId node = Deletions.nodeOf(id);
    return mine == null && node != null && !node.equals(peers.self())
        ? DeletionQuestions.ask(peers, node, id)
        : CompletableFuture.completedFuture(new Reply.Given<>(mine));
  }

  /** A question of another node, or of this one. */
  void answer(ListMessage.OfNode question, long deadlineNanos, Consumer<PeerMessage.Reply> reply) {
    if (question instanceof ListMessage.ListRows list) {
      rowLister.tell(new RowLister.Answer(list, deadlineNanos, reply));
    } else {
      reply.accept(DeletionQuestions.answer(deletions, (ListMessage.FetchDeletion) question));
    }
  }
}
