package aitta.http;

import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Answers the requests of one resource. */
@FunctionalInterface
interface Routes {
  /**
   * @return fails with a {@link Refusal}, or with whatever is a defect
   * @throws Refusal where it can be told at once
   */
  CompletionStage<HttpResponse> answer(Call call) throws Refusal;
}
