package aitta.http;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.Done;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.apache.pekko.http.javadsl.ConnectionContext;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.ServerBuilder;
import org.apache.pekko.http.javadsl.settings.ParserSettings;
import org.apache.pekko.http.javadsl.settings.ServerSettings;
import org.apache.pekko.pattern.Patterns;
import org.apache.pekko.stream.SystemMaterializer;
import scala.concurrent.duration.FiniteDuration;

/** The node's HTTP server: binds it, and stops it in order. */
public final class HttpEdge {
  private static final Duration SWEEP = Duration.ofSeconds(1);
  private static final Duration POLL = Duration.ofMillis(20);

  /** For the last bytes of the last answers, once these have been given to their connections. */
  private static final Duration FLUSH = Duration.ofMillis(100);

  private final ActorSystem system;
  private final Gate gate;
  private final Load load;
  private final ServerBinding binding;
  private final Cancellable sweeping;
  private final AtomicReference<CompletableFuture<Done>> stopped = new AtomicReference<>();

  private HttpEdge(
      ActorSystem system, Gate gate, Load load, ServerBinding binding, Cancellable sweeping) {
    this.system = system;
    this.gate = gate;
    this.load = load;
    this.binding = binding;
    this.sweeping = sweeping;
  }

  /**
   * Starts to serve. A node may bind before it is ready: it then answers 503.
   *
   * @return fails where the address can't be listened on
   */
  public static CompletionStage<HttpEdge> bind(
      ClassicActorSystemProvider provider, EdgeSettings settings, Backend backend) {
    return bind(provider, settings, backend, Telemetry.NONE, Protection.NONE);
  }

  /** The same, with requests counted, {@code /metrics} answered, and not everybody let in. */
  public static CompletionStage<HttpEdge> bind(
      ClassicActorSystemProvider provider,
      EdgeSettings settings,
      Backend backend,
      Telemetry telemetry,
      Protection protection) {
    ActorSystem system = provider.classicSystem();
    Load load = new Load(settings.maxRequests(), settings.maxBodyBytes());
    Deadlines deadlines = new Deadlines();
    Work work = new Work(load, deadlines);
    Bodies bodies =
        new Bodies(SystemMaterializer.get(system).materializer(), load, settings.bodyStall());
    Guard guard = new Guard(protection);
    Router router =
        new Router(backend, guard, Resources.all(backend, settings, load, bodies, work, telemetry));
    Gate gate = new Gate(router, guard, bodies, new LargeAnswers(load), telemetry);
    ServerBuilder server =
        Http.get(system)
            .newServerAt(settings.host(), settings.port())
            .withSettings(serverSettings(system, settings));
    if (protection.tls() != null) {
      server = server.enableHttps(ConnectionContext.httpsServer(protection.tls()::get));
    }
    return server
        .bind(gate::answer)
        .thenApply(
            binding -> new HttpEdge(system, gate, load, binding, sweeping(system, deadlines)));
  }

  private static Cancellable sweeping(ActorSystem system, Deadlines deadlines) {
    return system
        .scheduler()
        .scheduleWithFixedDelay(
            SWEEP, SWEEP, () -> deadlines.sweep(System.nanoTime()), system.dispatcher());
  }

  private static ServerSettings serverSettings(ActorSystem system, EdgeSettings settings) {
    Config config =
        ConfigFactory.parseResources(HttpEdge.class.getClassLoader(), "aitta-http.conf")
            .withFallback(system.settings().config())
            .resolve();
    ServerSettings server = ServerSettings.create(config);
    // A chunk is gathered whole before a handler sees any of it, so one past the limit is refused.
    ParserSettings parser =
        server
            .getParserSettings()
            .withMaxChunkSize(settings.maxValueBytes())
            .withMaxUriLength(settings.maxUriLength());
    return server
        .withMaxConnections(settings.maxConnections())
        .withTimeouts(
            server
                .getTimeouts()
                .withIdleTimeout(
                    FiniteDuration.create(
                        settings.idleTimeout().toMillis(), TimeUnit.MILLISECONDS)))
        .withParserSettings(TypesAsText.in(parser))
        .withTerminationDeadlineExceededResponse(
            Problems.answer(Problems.notReady("this node is stopping")));
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return binding.localAddress();
  }

  /** Requests that are not answered yet, those whose bodies are still arriving among them. */
  public int open() {
    return gate.open();
  }

  /** Requests that the backend works on. */
  public int requests() {
    return load.requests();
  }

  /** Bytes of bodies in memory: of all requests, and of large answers on their way. */
  public long bodyBytes() {
    return load.bodyBytes();
  }

  /**
   * Takes no more connections, lets open requests be answered, then ends all connections. Once is
   * enough: asked again, it gives the same stage.
   *
   * @param within after this time connections end even if requests are open
   */
  public CompletionStage<Done> stop(Duration within) {
    CompletableFuture<Done> mine = new CompletableFuture<>();
    if (!stopped.compareAndSet(null, mine)) {
      return stopped.get();
    }
    long deadline = System.nanoTime() + within.toNanos();
    gate.close();
    binding
        .unbind()
        .thenCompose(done -> answered(deadline))
        .thenCompose(done -> binding.terminate(left(deadline)))
        .whenComplete(
            (terminated, failure) -> {
              sweeping.cancel();
              if (failure == null) {
                mine.complete(Done.getInstance());
              } else {
                mine.completeExceptionally(failure);
              }
            });
    return mine;
  }

  private static Duration left(long deadline) {
    Duration left = Duration.ofNanos(deadline - System.nanoTime());
    return left.compareTo(POLL) > 0 ? left : POLL;
  }

  private CompletionStage<Done> answered(long deadline) {
    CompletionStage<Done> done = CompletableFuture.completedFuture(Done.getInstance());
    if (System.nanoTime() - deadline >= 0) {
      return done;
    }
    return gate.open() == 0
        ? Patterns.after(FLUSH, system, () -> done)
        : Patterns.after(POLL, system, () -> answered(deadline));
  }
}
