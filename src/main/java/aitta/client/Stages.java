package aitta.client;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;

/** What the JDK's stages lack. */
final class Stages {
  private Stages() {}

  /** Goes on either way; the failure comes without wrappers. */
  static <T, U> CompletionStage<U> composed(
      CompletionStage<T> stage,
      Function<T, CompletionStage<U>> done,
      Function<Throwable, CompletionStage<U>> failed) {
    return stage
        .handle(
            (result, failure) ->
                failure == null ? done.apply(result) : failed.apply(Transport.unwrapped(failure)))
        .thenCompose(next -> next);
  }

  /**
   * Waits for a stage, which ends by a deadline of its own.
   *
   * @throws NoAnswerException if this thread is interrupted, which it then still is
   */
  static <T> T await(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NoAnswerException("interrupted while waiting for an answer", true, e);
    } catch (ExecutionException e) {
      Throwable failure = Transport.unwrapped(e.getCause());
      if (failure instanceof RuntimeException known) {
        // Made by another thread: who called, and from where, shows in this one's trace alone.
        known.addSuppressed(new CalledFrom());
        throw known;
      }
      if (failure instanceof Error error) {
        throw error;
      }
      throw new NoAnswerException("the call failed: " + failure, true, failure);
    }
  }

  /** Carries the trace of the thread that waited. */
  private static final class CalledFrom extends Exception {
    private static final long serialVersionUID = 1L;

    CalledFrom() {
      super("the call was made here");
    }
  }
}
