package aitta.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;

class BodySinkTest {
  private static final Duration STALL = Duration.ofSeconds(30);
  private static final ByteString FIVE = ByteString.fromString("hello");
  private final Load load = new Load(1, 100);

  private BodySink run(long announced, int limit, Source<ByteString, ?> body) {
    BodySink sink = BodySink.gathering(announced, limit, STALL, load.room());
    body.runWith(Sink.fromGraph(sink), RunningEdge.SYSTEM);
    return sink;
  }

  private static byte[] got(CompletableFuture<byte[]> result) throws Exception {
    return result.get(5, TimeUnit.SECONDS);
  }

  @Test
  void bodyIsGatheredWhetherItsLengthIsKnownOrNot() throws Exception {
    Source<ByteString, ?> body = Source.from(List.of(FIVE, FIVE));
    assertThat(got(run(10, 10, body).result())).asString().isEqualTo("hellohello");
    assertThat(got(run(-1, 10, body).result())).asString().isEqualTo("hellohello");
    assertThat(got(run(-1, 10, Source.empty()).result())).isEmpty();
  }

  @Test
  void bodyShorterThanAnnouncedHasBrokenOff() {
    BodySink sink = run(10, 10, Source.single(FIVE));
    assertThatThrownBy(() -> got(sink.result())).hasMessageContaining("broke off after 5 bytes");
  }

  @Test
  void excessIsRefusedAtOnceAndTheRestIsReadAway() throws Exception {
    CompletableFuture<Source<ByteString, NotUsed>> later = new CompletableFuture<>();
    Source<ByteString, ?> body =
        Source.from(List.of(FIVE, FIVE)).concat(Source.completionStageSource(later));
    BodySink sink = run(-1, 9, body);
    assertThatThrownBy(() -> got(sink.result())).hasMessageContaining("9 bytes");
    assertThat(sink.rest().over()).isNotDone();
    later.complete(Source.single(FIVE));
    assertThat(sink.rest().endedShortly().get(5, TimeUnit.SECONDS)).isTrue();
    sink.rest().over().get(5, TimeUnit.SECONDS);
  }

  @Test
  void restThatIsLongOrSilentIsNotAwaited() throws Exception {
    BodySink silent = BodySink.discarding(-1);
    Source.<ByteString>maybe().runWith(Sink.fromGraph(silent), RunningEdge.SYSTEM);
    assertThat(silent.rest().endedShortly().get(5, TimeUnit.SECONDS)).isFalse();
    silent.rest().over().get(5, TimeUnit.SECONDS);
    BodySink endless = BodySink.discarding(-1);
    ByteString many = ByteString.fromArray(new byte[1 << 20]);
    Source.repeat(many).runWith(Sink.fromGraph(endless), RunningEdge.SYSTEM);
    endless.rest().over().get(5, TimeUnit.SECONDS);
  }
}
