package aitta.client;

import aitta.client.Retries.Verdict;
import java.net.ConnectException;
import java.net.URI;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One call on its way: attempt after attempt, until an answer counts or the deadline has passed.
 */
final class Sending {
  /** For the way there and back, beside what the cluster may take. */
  private static final Duration SLACK = Duration.ofSeconds(3);

  /** A network slower than this is taken to be stuck. */
  private static final int LEAST_BYTES_PER_MILLI = 500;

  private final Dispatcher dispatcher;
  private final HttpCall call;
  private final long startNanos = System.nanoTime();
  private final Duration budget;
  private final CompletableFuture<HttpReply> result = new CompletableFuture<>();

  // Attempts follow one another, each starting from the end of the one before: no two threads here.
  private List<URI> order = List.of();
  private int position;
  private int rounds;
  private int attempts;
  private int defects;
  private boolean unsure;
  private Attempt last;
  private Attempt told; // of those so far the one that tells most: the last answer, if any

  /** What an attempt came to: an answer, or how there was none. */
  private record Attempt(URI node, HttpReply reply, Throwable failure) {
    /** An answer says more than a connection that failed, and that more than silence. */
    int tells() {
      return reply != null ? 2 : failure instanceof TimeoutException ? 0 : 1;
    }
  }

  Sending(Dispatcher dispatcher, HttpCall call, Duration deadline) {
    this.dispatcher = dispatcher;
    this.call = call;
    Duration least = call.patience().plus(SLACK.dividedBy(3));
    this.budget = call.isWanted() && deadline.compareTo(least) < 0 ? least : deadline;
  }

  CompletableFuture<HttpReply> result() {
    return result;
  }

  void next() {
    long left = leftMillis();
    if (result.isDone()) { // somebody has cancelled it
      return;
    }
    boolean late = left <= 0 && attempts > 0; // however brief a deadline, one attempt is made
    if (late || attempts >= Retries.MOST_ATTEMPTS || defects >= Retries.MOST_DEFECTS) {
      giveUp();
      return;
    }
    if (position >= order.size()) {
      order = dispatcher.order(call);
      position = 0;
    }
    CompletableFuture<Void> slot = dispatcher.slot();
    if (!slot.isDone()) {
      slot.orTimeout(Math.max(1, left), TimeUnit.MILLISECONDS);
    }
    slot.whenComplete(
        (taken, failure) -> {
          if (failure == null) {
            attempt(order.get(position++));
          } else {
            noSlot(failure);
          }
        });
  }

  private void noSlot(Throwable failure) {
    if (failure instanceof ClientBusyException) {
      result.completeExceptionally(failure);
    } else {
      giveUp(); // its time is over
    }
  }

  private void attempt(URI node) {
    attempts++;
    long allowed = call.patience().plus(SLACK).toMillis();
    if (call.body() != null) {
      allowed += call.body().length / LEAST_BYTES_PER_MILLI;
    }
    long limit = Math.max(1, Math.min(leftMillis(), allowed));
    dispatcher
        .attempt(node, call, Duration.ofMillis(limit))
        .whenComplete((reply, failure) -> judged(node, reply, failure));
  }

  private void judged(URI node, HttpReply reply, Throwable wrapped) {
    Throwable failure = wrapped == null ? null : Transport.unwrapped(wrapped);
    Verdict verdict = failure == null ? Retries.judge(reply) : Retries.judge(failure);
    dispatcher.tell(node, verdict);
    unsure |= verdict.isOpen() && !call.isRead();
    defects += verdict == Verdict.DEFECT ? 1 : 0;
    last = new Attempt(node, reply, failure);
    told = told == null || last.tells() >= told.tells() ? last : told;
    if (verdict == Verdict.OVER && failure == null && isAnswer(reply)) {
      result.complete(reply);
    } else if (Retries.mayGoOn(verdict, call)) {
      goOn(verdict);
    } else {
      giveUp();
    }
  }

  private static boolean isAnswer(HttpReply reply) {
    return reply.status() < 400 || reply.status() == 404;
  }

  private void goOn(Verdict verdict) {
    boolean all = position >= order.size();
    if (verdict.blamesNode() && !all) {
      next();
      return;
    }
    String advice = last.reply() == null ? null : last.reply().header("Retry-After");
    Duration pause = Retries.pause(rounds, all ? advice : null, ThreadLocalRandom.current());
    rounds += all ? 1 : 0;
    if (pause.toMillis() >= leftMillis()) {
      giveUp(); // to wait for the deadline would change nothing
      return;
    }
    CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS).execute(this::next);
  }

  private void giveUp() {
    if (last != null && last.reply() != null) {
      result.completeExceptionally(Answers.failure(call, last.reply(), unsure));
    } else if (last != null && Retries.judge(last.failure()) == Verdict.OVER) {
      result.completeExceptionally(last.failure()); // a defect, or a call that can't be sent
    } else {
      result.completeExceptionally(noAnswer());
    }
  }

  /** Names the last attempt, and where one before it tells more, that too. */
  private NoAnswerException noAnswer() {
    StringBuilder text = new StringBuilder(call.what());
    boolean answered = told != null && told.reply() != null;
    text.append(answered ? " had no answer that counts: " : " had no answer: ").append(attempts);
    text.append(attempts == 1 ? " attempt in " : " attempts in ");
    text.append(Duration.ofNanos(System.nanoTime() - startNanos).toMillis()).append(" ms");
    if (last == null) {
      return new NoAnswerException(text.toString(), unsure, null);
    }
    text.append(", the last at ").append(last.node()).append(": ").append(said(last));
    NoAnswerException none;
    if (told == last) {
      none = new NoAnswerException(text.toString(), unsure, last.failure());
    } else {
      text.append("; before that ").append(told.node()).append(": ").append(said(told));
      none = new NoAnswerException(text.toString(), unsure, last.failure());
      none.addSuppressed(
          told.reply() == null ? told.failure() : Answers.failure(call, told.reply(), unsure));
    }
    return none;
  }

  private String said(Attempt attempt) {
    return attempt.reply() == null
        ? said(attempt.failure())
        : attempt.reply().status()
            + ", "
            + Answers.failure(call, attempt.reply(), unsure).getMessage();
  }

  private static String said(Throwable failure) {
    if (failure instanceof TimeoutException) {
      return "no answer in time";
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateExpiredException) {
        return "its certificate has expired (" + cause.getMessage() + ")";
      } else if (cause instanceof CertificateNotYetValidException) {
        return "its certificate is not valid yet (" + cause.getMessage() + "); is the clock right?";
      } else if (cause instanceof UnresolvedAddressException) {
        return "its name is unknown";
      }
    }
    if (failure instanceof ConnectException && failure.getMessage() == null) {
      return "no connection";
    }
    String name = failure.getClass().getSimpleName();
    return failure.getMessage() == null ? name : name + ": " + failure.getMessage();
  }

  private long leftMillis() {
    return budget.minusNanos(System.nanoTime() - startNanos).toMillis();
  }
}
