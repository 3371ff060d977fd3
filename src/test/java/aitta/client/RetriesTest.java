package aitta.client;

import static org.assertj.core.api.Assertions.assertThat;

import aitta.client.HttpCall.Repeat;
import aitta.client.Retries.Verdict;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetriesTest {
  @ParameterizedTest
  @CsvSource({
    "200, , OVER",
    "204, , OVER",
    "300, , OVER",
    "400, invalid-request, OVER",
    "403, forbidden, OVER",
    "404, not-found, OVER",
    "408, request-timeout, NOT_DONE",
    "409, too-many-siblings, OVER",
    "412, precondition-failed, OVER",
    "429, overloaded, NOT_DONE",
    "500, internal-error, DEFECT",
    "502, , LOST",
    "503, not-ready, NODE_AWAY",
    "503, quorum-not-met, OPEN",
    "503, , LOST",
    "504, , LOST"
  })
  void answersAreJudged(int status, String problem, Verdict verdict) {
    assertThat(Retries.judge(reply(status, problem))).isEqualTo(verdict);
  }

  @Test
  void whatNeverReachedANodeWasNotDone() {
    assertThat(Retries.judge(new ConnectException())).isEqualTo(Verdict.NODE_AWAY);
    assertThat(Retries.judge(new HttpConnectTimeoutException("x"))).isEqualTo(Verdict.NODE_AWAY);
    assertThat(Retries.judge(new IOException(new ConnectException()))).isEqualTo(Verdict.NODE_AWAY);
  }

  @Test
  void whatBrokeOffIsOpen() {
    assertThat(Retries.judge(new IOException("reset"))).isEqualTo(Verdict.LOST);
    assertThat(Retries.judge(new HttpTimeoutException("x"))).isEqualTo(Verdict.LOST);
    assertThat(Retries.judge(new TimeoutException())).isEqualTo(Verdict.LOST);
  }

  @Test
  void defectIsNotTriedAgain() {
    assertThat(Retries.judge(new IllegalStateException())).isEqualTo(Verdict.OVER);
  }

  @Test
  void whatIsHarmfulIsRepeatedOnlyWhereNothingWasDone() {
    HttpCall call = HttpCall.change("PUT", "/", Repeat.HARMFUL);
    assertThat(Verdict.values())
        .filteredOn(verdict -> Retries.mayGoOn(verdict, call))
        .containsExactly(Verdict.NOT_DONE, Verdict.NODE_AWAY);
  }

  @Test
  void whatIsHarmlessIsRepeatedUntilAnAnswerCounts() {
    for (Repeat repeat : List.of(Repeat.READ, Repeat.HARMLESS)) {
      HttpCall call = HttpCall.change("PUT", "/", repeat);
      assertThat(Verdict.values())
          .filteredOn(verdict -> !Retries.mayGoOn(verdict, call))
          .containsExactly(Verdict.OVER);
    }
  }

  @Test
  void pausesGrowAndAreBoundedAndFollowAdvice() {
    Random random = new Random(7);
    for (int round = 0; round < 40; round++) {
      assertThat(Retries.pause(round, null, random))
          .isBetween(Duration.ofMillis(20), Duration.ofSeconds(1));
    }
    assertThat(Retries.pause(0, null, random)).isLessThanOrEqualTo(Duration.ofMillis(40));
    assertThat(Retries.pause(9, null, random)).isGreaterThanOrEqualTo(Duration.ofMillis(500));
    assertThat(Retries.pause(0, "3", random)).isEqualTo(Duration.ofSeconds(3));
    assertThat(Retries.pause(0, "999999", random)).isEqualTo(Duration.ofSeconds(60));
    assertThat(Retries.pause(0, "Sun, 06 Nov 1994", random)).isLessThan(Duration.ofSeconds(1));
  }

  static HttpReply reply(int status, String problem) {
    if (problem == null) {
      return new HttpReply(status, HttpHeaders.of(Map.of(), (a, b) -> true), new byte[0]);
    }
    Map<String, List<String>> headers = Map.of("Content-Type", List.of("application/problem+json"));
    byte[] body =
        "{\"type\":\"/problems/%s\",\"status\":%d}"
            .formatted(problem, status)
            .getBytes(StandardCharsets.UTF_8);
    return new HttpReply(status, HttpHeaders.of(headers, (a, b) -> true), body);
  }
}
