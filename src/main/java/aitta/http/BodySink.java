package aitta.http;

import aitta.api.Problem;
import aitta.api.ProblemType;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.http.scaladsl.model.EntityStreamException;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.SinkShape;
import org.apache.pekko.stream.stage.AbstractInHandler;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.apache.pekko.stream.stage.TimerGraphStageLogic;
import org.apache.pekko.util.ByteString;

/**
 * Gathers the bytes of one body into an array. Gives up with a {@link Refusal} on one that is too
 * large, stalls, or finds no room. It then neither reads on nor cancels: cancelling a request's
 * body ends the connection before the answer is out, while an answer that comes before the end of
 * its request makes Pekko close the connection in order.
 */
final class BodySink extends GraphStage<SinkShape<ByteString>> {
  private static final String STALLED = "stalled";

  private final Inlet<ByteString> in = Inlet.create("BodySink.in");
  private final SinkShape<ByteString> shape = SinkShape.of(in);
  private final long announced;
  private final int limit;
  private final Duration stall;
  private final Load.Room room;
  private final CompletableFuture<byte[]> result = new CompletableFuture<>();

  /**
   * For one use alone.
   *
   * @param announced how long the body will be, at most {@code limit}; -1 where that is not known
   * @param room has room for {@code announced} already; grows while a body of unknown length comes
   */
  BodySink(long announced, int limit, Duration stall, Load.Room room) {
    this.announced = announced;
    this.limit = limit;
    this.stall = stall;
    this.room = room;
  }

  CompletableFuture<byte[]> result() {
    return result;
  }

  static Refusal tooLarge(long limit) {
    return new Refusal(
        Problem.valueTooLarge(
            limit, "the body is longer than the " + limit + " bytes that are taken here"));
  }

  @Override
  public SinkShape<ByteString> shape() {
    return shape;
  }

  @Override
  public GraphStageLogic createLogic(Attributes attributes) {
    return new Gathering();
  }

  private final class Gathering extends TimerGraphStageLogic {
    private byte[] known; // of a body whose length is announced
    private ByteArrayOutputStream unknown; // of another
    private int size;
    private long lastArrival = System.nanoTime();

    Gathering() {
      super(shape);
      setHandler(
          in,
          new AbstractInHandler() {
            @Override
            public void onPush() {
              take(grab(in));
            }

            @Override
            public void onUpstreamFinish() {
              succeed();
              completeStage();
            }

            @Override
            public void onUpstreamFailure(Throwable failure) {
              giveUp(broken(failure));
              completeStage();
            }
          });
    }

    @Override
    public void preStart() {
      if (announced >= 0) {
        known = new byte[(int) announced];
      } else {
        unknown = new ByteArrayOutputStream();
      }
      scheduleOnce(STALLED, stall);
      pull(in);
    }

    private void take(ByteString bytes) {
      lastArrival = System.nanoTime();
      if (size + (long) bytes.size() > limit) {
        giveUp(tooLarge(limit));
        return;
      }
      if (known != null) {
        bytes.copyToArray(known, size, bytes.size());
      } else {
        try {
          room.grow(bytes.size());
        } catch (Refusal noRoom) {
          giveUp(noRoom);
          return;
        }
        unknown.writeBytes(bytes.toArrayUnsafe());
      }
      size += bytes.size();
      pull(in);
    }

    @Override
    public void onTimer(Object key) {
      Duration still = stall.minusNanos(System.nanoTime() - lastArrival);
      if (still.isNegative() || still.isZero()) {
        giveUp(
            new Refusal(
                Problem.of(
                    ProblemType.REQUEST_TIMEOUT,
                    "no byte of the body came for "
                        + stall.toMillis()
                        + " ms, after "
                        + size
                        + " that did; nothing was done")));
      } else {
        scheduleOnce(STALLED, still);
      }
    }

    @Override
    public void postStop() {
      giveUp(broken(null)); // means nothing where the body has ended before
    }

    private void succeed() {
      cancelTimer(STALLED);
      result.complete(known != null ? known : unknown.toByteArray());
    }

    private void giveUp(Refusal refusal) {
      cancelTimer(STALLED);
      known = null;
      unknown = null;
      result.completeExceptionally(refusal);
    }

    private Refusal broken(Throwable failure) {
      if (failure instanceof EntityStreamException e) {
        String summary = e.info().summary();
        return summary.startsWith("HTTP chunk of ") // one chunk alone is past the limit
            ? tooLarge(limit)
            : Refusal.invalid("the body can't be read: " + summary);
      }
      return Refusal.invalid("the body broke off after " + size + " bytes");
    }
  }
}
