package aitta.credentials;

import java.time.Duration;
import java.time.Instant;

/**
 * Says when a certificate comes near its end: once at each stage, again for another certificate.
 * What works goes on working then, for connections that are open stay so; nothing but this tells.
 */
final class ExpiryNotice {
  /** How near the end is. */
  enum Stage {
    FAR(null),
    WEEK(Duration.ofDays(7)),
    DAY(Duration.ofDays(1)),
    OVER(Duration.ZERO);

    private final Duration left;

    Stage(Duration left) {
      this.left = left;
    }
  }

  private Instant expires;
  private Stage told = Stage.FAR;

  /** The stage that is to be told of now; {@link Stage#FAR} where there is nothing to tell. */
  Stage look(Instant end, Instant now) {
    if (!end.equals(expires)) {
      expires = end;
      told = Stage.FAR;
    }
    Duration left = Duration.between(now, end);
    Stage stage = Stage.FAR;
    for (Stage one : Stage.values()) {
      if (one.left != null && left.compareTo(one.left) <= 0) {
        stage = one;
      }
    }
    if (stage.compareTo(told) <= 0) {
      return Stage.FAR;
    }
    told = stage;
    return stage;
  }
}
