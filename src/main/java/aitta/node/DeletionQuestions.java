package aitta.node;

import aitta.api.DeletionReport;
import aitta.api.Json;
import aitta.http.Reply;
import aitta.listing.Deletions;
import aitta.model.NodeId;
import aitta.peer.ListMessage;
import aitta.peer.PeerMessage;
import aitta.peer.Peers;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Asks the node that has begun a deletion how far it is, and answers such questions. */
final class DeletionQuestions {
  private static final int TIMEOUT_MILLIS = 2_000;

  private DeletionQuestions() {}

  static CompletionStage<Reply<DeletionReport>> ask(Peers peers, NodeId node, String id) {
    CompletableFuture<PeerMessage.Reply> reply = new CompletableFuture<>();
    long question = peers.open((from, answer) -> reply.complete(answer));
    peers.ask(node, new ListMessage.FetchDeletion(question, id), TIMEOUT_MILLIS);
    return reply
        .completeOnTimeout(null, TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)
        .whenComplete((answer, failure) -> peers.close(question))
        .thenApply(
            answer ->
                answer instanceof ListMessage.DeletionIs deletion
                    ? new Reply.Given<>(parse(deletion.report()))
                    : new Reply.NotReady<>(
                        "node " + node + ", which has begun this deletion, cannot be asked now"));
  }

  private static DeletionReport parse(String report) {
    try {
      return report.isEmpty() ? null : Json.MAPPER.readValue(report, DeletionReport.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a report of a deletion that is no JSON", e);
    }
  }

  static PeerMessage.Reply answer(Deletions deletions, ListMessage.FetchDeletion question) {
    DeletionReport report = deletions.report(question.name());
    String json = report == null ? "" : new String(Json.bytes(report), StandardCharsets.UTF_8);
    return new ListMessage.DeletionIs(question.id(), json);
  }
}
