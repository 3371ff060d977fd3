package aitta.client;

import aitta.api.ProblemType;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLHandshakeException;

/** Judges attempts: is it over, and if not, may the request be sent again? */
final class Retries {
  /** More than a deadline of a minute leaves room for; a bound all the same. */
  static final int MOST_ATTEMPTS = 64;

  /** Of one call: a defect shows on the other nodes as well, or not at all. */
  static final int MOST_DEFECTS = 3;

  private static final long FIRST_PAUSE_MILLIS = 40;
  private static final long LONGEST_PAUSE_MILLIS = 1_000;
  private static final int DOUBLINGS = 5;
  private static final long LONGEST_ADVICE_SECONDS = 60;

  private Retries() {}

  /** What an attempt has come to. */
  enum Verdict {
    /** An answer that counts. */
    OVER,
    /** Nothing was done; another node may do it, or this one later. */
    NOT_DONE,
    /** Nothing was done, and the node is not to be asked for a while. */
    NODE_AWAY,
    /** It is open whether the request was done; the node is well, others were not. */
    OPEN,
    /** It is open whether the request was done, by a defect of the node. */
    DEFECT,
    /** There was no answer: it is open whether the request was done, and the node may be away. */
    LOST;

    boolean isOpen() {
      return this == OPEN || this == DEFECT || this == LOST;
    }

    boolean blamesNode() {
      return this == NODE_AWAY || this == LOST;
    }
  }

  static Verdict judge(HttpReply reply) {
    switch (reply.status()) {
      case 408:
      case 429:
        return Verdict.NOT_DONE;
      case 500:
        return Verdict.DEFECT;
      case 502: // of a proxy before the nodes
      case 504:
        return Verdict.LOST;
      case 503:
        return judge503(reply);
      default:
        return Verdict.OVER;
    }
  }

  private static Verdict judge503(HttpReply reply) {
    ProblemType type = Answers.problemType(reply);
    if (type == ProblemType.NOT_READY) {
      return Verdict.NODE_AWAY;
    }
    return type == ProblemType.QUORUM_NOT_MET ? Verdict.OPEN : Verdict.LOST;
  }

  /**
   * @param failure as the HTTP client gave it, without wrappers
   */
  static Verdict judge(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ConnectException
          || cause instanceof HttpConnectTimeoutException
          || cause instanceof UnresolvedAddressException
          || cause instanceof SSLHandshakeException) {
        return Verdict.NODE_AWAY; // there never was a connection
      }
    }
    boolean lost = failure instanceof IOException || failure instanceof TimeoutException;
    return lost ? Verdict.LOST : Verdict.OVER;
  }

  static boolean mayGoOn(Verdict verdict, HttpCall call) {
    boolean forbidden = verdict.isOpen() && call.repeat() == HttpCall.Repeat.HARMFUL;
    return verdict != Verdict.OVER && !forbidden;
  }

  /**
   * How long to wait before the next attempt. Drawn from a range that doubles, so that clients
   * which failed together do not come back together.
   *
   * @param round 0 after every node was tried once
   * @param advice seconds, from the answer's {@code Retry-After}; null for none
   */
  static Duration pause(int round, String advice, RandomGenerator random) {
    long bound = FIRST_PAUSE_MILLIS << Math.min(round, DOUBLINGS);
    long least = advised(advice);
    long millis = Math.min(LONGEST_PAUSE_MILLIS, bound / 2 + random.nextLong(bound / 2 + 1));
    return Duration.ofMillis(Math.max(least, millis));
  }

  private static long advised(String advice) {
    if (advice == null || !advice.matches("[0-9]{1,6}")) {
      return 0; // a date, or nonsense: the usual pause does
    }
    return Math.min(LONGEST_ADVICE_SECONDS, Long.parseLong(advice)) * 1_000;
  }
}
