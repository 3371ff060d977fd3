package aitta.client;

import java.net.http.HttpHeaders;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Supplier;

/**
 * Takes the body of an answer into memory, unless it is larger than it may be: then the rest is not
 * read, and the connection ends.
 */
final class BoundedBody implements BodySubscriber<byte[]> {
  private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
  private final BodySubscriber<byte[]> body = BodySubscribers.ofByteArray();
  private final long announced;
  private final int limit;
  private final Supplier<? extends RuntimeException> refusal;
  private Flow.Subscription subscription;
  private long taken;

  /**
   * @param refusal makes what the exchange fails with if there are more than {@code limit} bytes
   */
  BoundedBody(ResponseInfo info, int limit, Supplier<? extends RuntimeException> refusal) {
    this.announced = announced(info.headers());
    this.limit = limit;
    this.refusal = refusal;
    body.getBody()
        .whenComplete(
            (bytes, failure) -> {
              if (failure == null) {
                whole.complete(bytes);
              } else {
                whole.completeExceptionally(failure);
              }
            });
  }

  private static long announced(HttpHeaders headers) {
    try {
      return headers.firstValueAsLong("Content-Length").orElse(0);
    } catch (NumberFormatException e) {
      return 0; // then it is counted as it comes
    }
  }

  @Override
  public CompletionStage<byte[]> getBody() {
    return whole;
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription = given;
    if (announced > limit) {
      refuse();
    } else {
      body.onSubscribe(given);
    }
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    for (ByteBuffer buffer : buffers) {
      taken += buffer.remaining();
    }
    if (taken > limit) {
      refuse();
    } else {
      body.onNext(buffers);
    }
  }

  private void refuse() {
    subscription.cancel();
    whole.completeExceptionally(refusal.get());
  }

  @Override
  public void onError(Throwable failure) {
    whole.completeExceptionally(failure);
  }

  @Override
  public void onComplete() {
    body.onComplete();
  }
}
