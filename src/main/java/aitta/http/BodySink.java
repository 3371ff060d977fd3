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
 * large, stalls, breaks off or finds no room.
 *
 * <p>What comes after that it throws away for a while ({@link Rest}). Closing a socket while the
 * client still writes would reset the connection, and the client might never see the answer; and to
 * cancel a request's body ends the connection before there is an answer.
 */
final class BodySink extends GraphStage<SinkShape<ByteString>> {
  private static final String STALLED = "stalled";

  private final Inlet<ByteString> in = Inlet.create("BodySink.in");
  private final SinkShape<ByteString> shape = SinkShape.of(in);
  private final long announced;
  private final int limit;
  private final Duration stall;
  private final Load.Room room;
  private final Rest rest;
  private final CompletableFuture<byte[]> result = new CompletableFuture<>();

  private BodySink(long announced, int limit, Duration stall, Load.Room room) {
    this.announced = announced;
    this.limit = limit;
    this.stall = stall;
    this.room = room;
    this.rest = new Rest(announced);
  }

  /**
   * For one use.
   *
   * @param announced how long the body will be, at most {@code limit}; -1 where that is not known
   * @param room has room for {@code announced} already; grows while a body of unknown length comes
   */
  static BodySink gathering(long announced, int limit, Duration stall, Load.Room room) {
    return new BodySink(announced, limit, stall, room);
  }

  /** Throws all of a body away. For one use. */
  static BodySink discarding(long announced) {
    BodySink sink = new BodySink(announced, 0, Rest.SILENCE, null);
    sink.result.cancel(false);
    return sink;
  }

  /** The body; fails with a {@link Refusal}. */
  CompletableFuture<byte[]> result() {
    return result;
  }

  /** What becomes of a body that was given up. */
  Rest rest() {
    return rest;
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
              end();
            }

            @Override
            public void onUpstreamFailure(Throwable failure) {
              giveUp(broken(failure));
            }
          });
    }

    @Override
    public void preStart() {
      if (result.isDone()) {
        discard();
      } else if (announced >= 0) {
        known = new byte[(int) announced];
        scheduleOnce(STALLED, stall);
      } else {
        unknown = new ByteArrayOutputStream();
        scheduleOnce(STALLED, stall);
      }
      pull(in);
    }

    private void take(ByteString bytes) {
      lastArrival = System.nanoTime();
      if (!result.isDone()) {
        gather(bytes);
      }
      if (!result.isDone() || rest.wants(bytes.size())) {
        pull(in);
      }
    }

    private void gather(ByteString bytes) {
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
    }

    private void end() {
      if (size < announced) {
        giveUp(broken(null)); // where it has not been given up before
      } else if (!result.isDone()) {
        result.complete(known != null ? known : unknown.toByteArray());
      }
      rest.ended();
      completeStage();
    }

    private void giveUp(Refusal refusal) {
      if (result.completeExceptionally(refusal)) {
        known = null;
        unknown = null;
        discard();
      }
    }

    /** From here on, time is kept for the rest alone. */
    private void discard() {
      rest.begin();
      setKeepGoing(true); // a body that broke off has no more to say, but its answer lingers too
      scheduleAtFixedRate(STALLED, Rest.SILENCE, Rest.SILENCE);
    }

    @Override
    public void onTimer(Object key) {
      Duration quiet = Duration.ofNanos(System.nanoTime() - lastArrival);
      if (result.isDone()) {
        if (!rest.wantsAfter(quiet)) {
          cancelTimer(STALLED);
          setKeepGoing(false);
        }
      } else if (quiet.compareTo(stall) >= 0) {
        giveUp(stalled());
      } else {
        scheduleOnce(STALLED, stall.minus(quiet));
      }
    }

    @Override
    public void postStop() {
      result.completeExceptionally(broken(null)); // means nothing where the body has ended before
      rest.ended();
    }

    private Refusal stalled() {
      return new Refusal(
          Problem.of(
              ProblemType.REQUEST_TIMEOUT,
              "no byte of the body came for "
                  + stall.toMillis()
                  + " ms, after "
                  + size
                  + " that did; nothing was done"));
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
