package aitta.http;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.RequestEntity;
import org.apache.pekko.http.javadsl.model.ResponseEntity;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/** Reads request bodies, and sees to those that are not read. */
final class Bodies {
  private final Materializer materializer;
  private final Load load;
  private final Duration stall;

  /**
   * @param stall how long a body may stop arriving
   */
  Bodies(Materializer materializer, Load load, Duration stall) {
    this.materializer = materializer;
    this.load = load;
    this.stall = stall;
  }

  /**
   * Reads the body of a request, and keeps room for it until the request is answered.
   *
   * @param limit in bytes
   * @param use what to do with the body
   * @return fails with a {@link Refusal} on a body that is too large, stalls or breaks off
   * @throws Refusal at once where the announced length says enough
   */
  CompletionStage<HttpResponse> with(
      Call call, int limit, Function<byte[], CompletionStage<HttpResponse>> use) throws Refusal {
    RequestEntity entity = call.request().entity();
    long length = announced(entity);
    if (length > limit) {
      throw BodySink.tooLarge(limit);
    }
    Load.Room room = load.room();
    room.grow(Math.max(0, length));
    return read(call, entity, limit, room)
        .thenCompose(use)
        .whenComplete((answer, failure) -> room.giveBack());
  }

  private CompletionStage<byte[]> read(Call call, RequestEntity entity, int limit, Load.Room room) {
    if (entity instanceof HttpEntity.Strict strict) {
      return CompletableFuture.completedFuture(strict.getData().toArray());
    }
    return run(call, BodySink.gathering(announced(entity), limit, stall, room)).result();
  }

  private static long announced(RequestEntity entity) {
    return entity.getContentLengthOption().orElse(-1);
  }

  private BodySink run(Call call, BodySink sink) {
    call.readBy(sink);
    call.request().entity().getDataBytes().runWith(Sink.fromGraph(sink), materializer);
    return sink;
  }

  /** Refuses a body that is sent where none is wanted, and is too long to be passed over. */
  static void expectNone(Call call) throws Refusal {
    if (announced(call.request().entity()) > Rest.SHORT) {
      throw BodySink.tooLarge(Rest.SHORT);
    }
  }

  /**
   * Gives an answer out in such a way that its client gets to read it, even if the client is still
   * writing its body. A short body that nobody has read is read first; with a longer one the answer
   * ends the connection, though not before the client has had time to write.
   */
  CompletionStage<HttpResponse> settle(Call call, HttpResponse answer) {
    BodySink sink = call.bodySink();
    if (call.request().entity().isStrict() || sink == null && call.awaitsContinue()) {
      return CompletableFuture.completedFuture(answer);
    }
    if (sink != null) {
      boolean given = sink.result().isCompletedExceptionally();
      return CompletableFuture.completedFuture(given ? lingering(answer, sink.rest()) : answer);
    }
    long length = announced(call.request().entity());
    Rest rest = run(call, BodySink.discarding(length)).rest();
    if (length > Rest.SHORT) {
      return CompletableFuture.completedFuture(lingering(answer, rest));
    }
    return rest.endedShortly().thenApply(ended -> ended ? answer : lingering(answer, rest));
  }

  /** The same answer, complete at once for its reader, but not at its end before the rest is. */
  private static HttpResponse lingering(HttpResponse answer, Rest rest) {
    if (!(answer.entity() instanceof HttpEntity.Strict strict) || strict.getData().isEmpty()) {
      return answer;
    }
    Source<ByteString, ?> nothing =
        Source.completionStageSource(rest.over().thenApply(over -> Source.<ByteString>empty()));
    Source<ByteString, ?> bytes = Source.single(strict.getData()).concat(nothing);
    ResponseEntity entity =
        HttpEntities.create(strict.getContentType(), strict.getData().size(), bytes);
    return answer.withEntity(entity);
  }
}
