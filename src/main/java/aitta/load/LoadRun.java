package aitta.load;

import aitta.api.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;

/** A whole run: the bucket's policy, filling, warming up, measuring. */
public final class LoadRun {
  private static final Duration FILL_LIMIT = Duration.ofHours(2);
  private static final Duration POLICY_SPREADS = Duration.ofSeconds(15);
  private static final Duration ADMIN_PATIENCE = Duration.ofSeconds(5);
  private static final Duration POLL = Duration.ofMillis(100);

  /**
   * What came out.
   *
   * @param tally with the histograms
   */
  public record Result(Report report, Tally tally) {}

  /** A run that cannot begin; the message is for people. */
  public static final class CannotRunException extends Exception {
    private static final long serialVersionUID = 1L;

    CannotRunException(String message) {
      super(message);
    }
  }

  private final LoadPlan plan;
  private final SSLContext encryption;
  private final Consumer<String> say;

  /**
   * @param say told of the progress, a line a second
   * @throws IllegalArgumentException if the plan's authorities cannot be read
   */
  public LoadRun(LoadPlan plan, Consumer<String> say) {
    this.plan = plan;
    this.encryption = plan.encryption();
    this.say = say;
  }

  public Result run() throws IOException, InterruptedException, CannotRunException {
    if (!plan.conflicts().isEmpty()) {
      setPolicy();
    }
    ServerCpu servers = ServerCpu.of(plan.urls());
    Values values = new Values(plan.valueBytes());
    int[] acknowledged = new int[plan.keys()];
    try (Driver driver = new Driver(links())) {
      if (plan.fill()) {
        fill(driver, values, acknowledged);
      }
      KeyChooser chooser =
          plan.theta() == 0
              ? KeyChooser.uniform(plan.keys())
              : KeyChooser.zipf(plan.keys(), plan.theta());
      Mix mix = new Mix(chooser, plan.workload().readPercent(), values, acknowledged, plan.seed());
      if (!plan.warmup().isZero()) {
        driver.run(mix, pace(), bounds(plan.warmup(), Long.MAX_VALUE), progress("warm-up"));
      }
      Map<Long, ServerCpu.Used> before = servers.read();
      ServerCpu.Used selfBefore = ServerCpu.self();
      Tally tally =
          driver.run(mix, pace(), bounds(plan.duration(), plan.operations()), progress("run"));
      ServerCpu.Used self = ServerCpu.self().minus(selfBefore);
      return new Result(Report.of(plan, tally, before, servers.read(), self), tally);
    }
  }

  private void fill(Driver driver, Values values, int[] acknowledged)
      throws IOException, CannotRunException {
    Fill fill = new Fill(values, acknowledged);
    Tally tally =
        driver.run(fill, Pace.closed(), bounds(FILL_LIMIT, 3L * plan.keys()), progress("filling"));
    if (fill.missing() > 0) {
      throw new CannotRunException(
          fill.missing()
              + " of "
              + plan.keys()
              + " keys could not be written: "
              + tally.failures());
    }
  }

  private Pace pace() {
    return plan.rate() == 0 ? Pace.closed() : Pace.open(plan.rate());
  }

  private Bounds bounds(Duration duration, long operations) {
    return new Bounds(duration, operations, plan.timeout());
  }

  private Consumer<Tally.Interval> progress(String phase) {
    return second ->
        say.accept(
            String.format(
                Locale.ROOT,
                "%-8s %5d s %8d ops  p50 %.2f ms  p99 %.2f ms  max %.2f ms%s",
                phase,
                Math.round(second.atMillis() / 1000.0),
                second.operations(),
                second.p50Micros() / 1000.0,
                second.p99Micros() / 1000.0,
                second.maxMicros() / 1000.0,
                second.failed() == 0 ? "" : "  failed " + second.failed()));
  }

  private List<Link> links() {
    String read = plan.r().isEmpty() ? "" : "?r=" + plan.r();
    String write = plan.w().isEmpty() ? "" : "?w=" + plan.w();
    List<Link> links = new ArrayList<>();
    for (int i = 0; i < plan.connections(); i++) {
      URI url = plan.urls().get(i % plan.urls().size());
      InetSocketAddress address = new InetSocketAddress(url.getHost(), url.getPort());
      RequestWriter writer =
          new RequestWriter(
              url, plan.bucket(), read, write, plan.access().token(), plan.valueBytes());
      SSLContext own = LoadPlan.isEncrypted(url) ? encryption : null;
      links.add(new Link(address, own, writer, plan.valueBytes()));
    }
    return links;
  }

  /** Gives the bucket its policy, and waits until every node that is asked knows of it. */
  private void setPolicy() throws IOException, InterruptedException, CannotRunException {
    HttpClient.Builder builder = HttpClient.newBuilder().connectTimeout(ADMIN_PATIENCE);
    if (encryption != null) {
      builder.sslContext(encryption);
    }
    HttpClient client = builder.build();
    String body = "{\"conflicts\":\"" + plan.conflicts() + "\"}";
    HttpRequest put =
        request(plan.urls().get(0))
            .header("Content-Type", "application/json")
            .PUT(HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> answer = ask(client, put);
    if (answer.statusCode() != 200) {
      throw new CannotRunException(
          "the bucket's conflict policy was refused with "
              + answer.statusCode()
              + ": "
              + answer.body());
    }
    long limit = System.nanoTime() + POLICY_SPREADS.toNanos();
    for (URI url : plan.urls()) {
      while (!policyAt(client, url).equals(plan.conflicts())) {
        if (System.nanoTime() - limit > 0) {
          throw new CannotRunException(url + " does not learn of the bucket's conflict policy");
        }
        Thread.sleep(POLL.toMillis());
      }
    }
  }

  private String policyAt(HttpClient client, URI url) throws IOException, InterruptedException {
    HttpResponse<String> answer = ask(client, request(url).GET().build());
    JsonNode properties = Json.MAPPER.readTree(answer.body());
    return properties.path("conflicts").asText();
  }

  /** Java says nothing of an address where nobody listens. */
  private static HttpResponse<String> ask(HttpClient client, HttpRequest request)
      throws IOException, InterruptedException {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      String why = e.getMessage() == null ? "nobody takes connections there" : e.getMessage();
      throw new IOException("no answer from " + request.uri() + ": " + why, e);
    }
  }

  private HttpRequest.Builder request(URI url) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url.resolve("/v1/buckets/" + plan.bucket())).timeout(ADMIN_PATIENCE);
    String token = plan.access().token();
    return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
  }
}
