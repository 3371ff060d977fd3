package aitta.http;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.RequestEntity;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.javadsl.Sink;

/** Reads request bodies, or throws small ones away so that their connection can go on. */
final class Bodies {
  /** A body this small is read to its end before a refusal, so that the connection stays open. */
  private static final int WORTH_DRAINING = 64 * 1024;

  /** How long a refusal waits for such a body. */
  private static final long DRAINING_MILLIS = 1000;

  private final Materializer materializer;
  private final Load load;
  private final Duration stall;

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
    long length = entity.getContentLengthOption().orElse(-1);
    if (length > limit) {
      throw BodySink.tooLarge(limit);
    }
    Load.Room room = load.room();
    room.grow(Math.max(0, length));
    call.takeBody();
    return read(entity, length, limit, room)
        .thenCompose(use)
        .whenComplete((answer, failure) -> room.giveBack());
  }

  private CompletionStage<byte[]> read(
      RequestEntity entity, long length, int limit, Load.Room room) {
    if (entity instanceof HttpEntity.Strict strict) {
      return CompletableFuture.completedFuture(strict.getData().toArray());
    }
    BodySink sink = new BodySink(length, limit, stall, room);
    entity.getDataBytes().runWith(Sink.fromGraph(sink), materializer);
    return sink.result();
  }

  /** Whether there is a body of which nothing has been read, nor will be by its routes. */
  boolean isUnread(Call call) {
    return !call.bodyTaken() && !call.request().entity().isStrict();
  }

  /**
   * Throws the body of a refused request away if it is small. Of a larger one, or one that the
   * client still holds back, nothing is read: the answer goes out at once and the connection ends.
   *
   * @return ends well, after a second at most
   */
  CompletionStage<?> drain(Call call) {
    RequestEntity entity = call.request().entity();
    long length = entity.getContentLengthOption().orElse(WORTH_DRAINING);
    if (call.awaitsContinue() || length > WORTH_DRAINING) {
      return CompletableFuture.completedFuture(null);
    }
    return entity
        .discardBytes(materializer)
        .completionStage()
        .toCompletableFuture()
        .orTimeout(DRAINING_MILLIS, TimeUnit.MILLISECONDS)
        .handle((done, failure) -> null); // the answer says more than what became of the body
  }
}
