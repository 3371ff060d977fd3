package aitta.http;

import aitta.api.ClusterReport;
import aitta.api.DeletionReport;
import aitta.api.ExplainReport;
import aitta.api.LocateReport;
import aitta.api.RepairReport;
import aitta.api.RingReport;
import aitta.bucket.BucketProperties;
import aitta.model.Key;
import aitta.request.ListOutcome;
import aitta.request.ListRequest;
import aitta.request.Outcome;
import aitta.request.Request;
import aitta.request.Story;
import aitta.version.ContextTokens;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import org.apache.pekko.Done;

/**
 * The rest of the node, as the HTTP edge sees it. Called from many threads; nothing here may block.
 * A stage that fails, and a call that throws, is answered as an internal error.
 */
public interface Backend {
  /** Does what a client asks of a key. Ends by the request's timeout. */
  CompletionStage<Outcome> submit(Request request);

  /**
   * The same, and tells how it went.
   *
   * @param story of this request; told until it ends
   */
  default CompletionStage<Outcome> submit(Request request, Story story) {
    return submit(request);
  }

  /** Makes a page of a listing. Ends by the request's timeout. */
  CompletionStage<ListOutcome> list(ListRequest request);

  /**
   * Begins to delete all keys of a bucket with a prefix.
   *
   * @param prefix a character for each byte
   * @param to first row behind them, see {@link ListRequest}
   * @return null where so many are at work that there is no room for another
   */
  DeletionReport startDeletion(String bucket, String prefix, String to);

  /** How far a deletion is, whichever node has begun it; null where there is none of that name. */
  CompletionStage<Reply<DeletionReport>> deletion(String id);

  /** What requests to this bucket mean now; the defaults for one that was never used. */
  BucketProperties properties(String bucket);

  /**
   * Changes the properties of a bucket, durably and for the whole cluster.
   *
   * @param change from the present ones to the new ones; pure, and may be called more than once
   * @return the new ones
   */
  CompletionStage<Reply<BucketProperties>> changeProperties(
      String bucket, UnaryOperator<BucketProperties> change);

  /** The codec of context tokens. Asked only while {@link #notReadyBecause} is null. */
  ContextTokens tokens();

  /** Null while this node serves requests, else why it doesn't, as a sentence for an operator. */
  String notReadyBecause();

  CompletionStage<Reply<ClusterReport>> cluster();

  CompletionStage<Reply<RingReport>> ring();

  CompletionStage<Reply<LocateReport>> locate(Key key);

  /**
   * Has a node hand its data over and stop.
   *
   * @param node an id, as the client gave it
   * @param force also where fewer nodes than replicas are left
   * @param dryRun changes nothing, and tells what would move
   */
  CompletionStage<Reply<MemberOutcome>> leave(String node, boolean force, boolean dryRun);

  /**
   * Declares a node gone for good.
   *
   * @param force also where it is alive, fewer nodes than replicas are left, or ranges lose a
   *     majority of their owners
   */
  CompletionStage<Reply<MemberOutcome>> remove(String node, boolean force, boolean dryRun);

  /** Q. */
  int ranges();

  /**
   * Has the owners that can be reached compare their copies now.
   *
   * @param range one of the Q ranges; -1 for all
   * @param acceptLoss whether copies that wait for owners which may never come back are to go on
   *     with what there is
   */
  CompletionStage<Reply<Done>> repair(int range, boolean acceptLoss);

  CompletionStage<Reply<RepairReport>> repairs();

  /** What operators ask of the cluster. Asked only while {@link #notReadyBecause} is null. */
  Administration administration();

  /** What each owner and stand-in itself holds of a key. Ends by {@code timeout}. */
  CompletionStage<Reply<ExplainReport>> explain(Key key, Duration timeout);
}
