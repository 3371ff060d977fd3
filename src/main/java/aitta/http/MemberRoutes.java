package aitta.http;

import aitta.api.Problem;
import aitta.api.ProblemType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/** {@code /v1/cluster/nodes/{id}/leave} and {@code /v1/cluster/nodes/{id}/remove}. */
final class MemberRoutes {
  static final List<String> METHODS = List.of("POST");
  private static final List<String> PARAMETERS = List.of("force", "dry-run");

  /** Others are told before the answer; one that cannot be reached is waited for a moment. */
  private static final Duration TIMEOUT = Duration.ofSeconds(8);

  private final Backend backend;
  private final Work work;

  MemberRoutes(Backend backend, Work work) {
    this.backend = backend;
    this.work = work;
  }

  /**
   * @param node its id, still percent-encoded
   */
  CompletionStage<HttpResponse> leave(Call call, String node) throws Refusal {
    return change(call, node, backend::leave);
  }

  /**
   * @param node its id, still percent-encoded
   */
  CompletionStage<HttpResponse> remove(Call call, String node) throws Refusal {
    return change(call, node, backend::remove);
  }

  private interface Change {
    CompletionStage<Reply<MemberOutcome>> begin(String node, boolean force, boolean dryRun);
  }

  private CompletionStage<HttpResponse> change(Call call, String node, Change change)
      throws Refusal {
    Query query = call.query(PARAMETERS);
    boolean force = query.flag("force", false);
    boolean dryRun = query.flag("dry-run", false);
    String id = new String(PercentText.decodePath(node), StandardCharsets.UTF_8);
    return work.run(
        TIMEOUT,
        () -> change.begin(id, force, dryRun),
        reply -> Answers.of(reply, MemberRoutes::answer));
  }

  private static HttpResponse answer(MemberOutcome outcome) {
    if (outcome instanceof MemberOutcome.Planned planned) {
      return Answers.json(200, Answers.headers(), planned.plan());
    } else if (outcome instanceof MemberOutcome.Unknown unknown) {
      return Problems.answer(Problems.notFound(unknown.detail()));
    } else if (outcome instanceof MemberOutcome.Conflict conflict) {
      return Problems.answer(
          new Refusal(Problem.of(ProblemType.MEMBERSHIP_CONFLICT, conflict.detail())));
    }
    List<HttpHeader> headers = Answers.headers();
    headers.add(RawHeader.create("Location", "/v1/cluster"));
    return Answers.empty(202, headers);
  }
}
