package aitta.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import aitta.api.Json;
import aitta.cli.CommandLineRun;
import aitta.client.AittaClient;
import aitta.client.RefusedException;
import aitta.client.Value;
import aitta.credentials.TestAuthority;
import aitta.model.Key;
import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Real nodes with tokens and TLS: who has both gets everything, who has not gets nothing. */
@AcceptanceTest
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SecureClusterIT {
  private static final Duration TAKEN_IN = Duration.ofSeconds(20);
  private static final String SECRET = "twelve sacks of rye";

  @TempDir static Path folder;

  private static SecureNodes nodes;
  private static String admin;
  private static String shop;

  @BeforeAll
  static void start() {
    admin = token("ops", "admin");
    shop = token("shop", "writer:shop-", "reader:barn");
    nodes = new SecureNodes(folder, folder.resolve("tokens"));
  }

  @AfterAll
  static void stop() {
    if (nodes != null) {
      nodes.close();
    }
  }

  /** As an operator makes one. */
  private static String token(String id, String... grants) {
    CommandLineRun aitta = new CommandLineRun();
    List<String> words = new ArrayList<>(List.of("token", id));
    words.addAll(List.of(grants));
    words.addAll(List.of("--file", folder.resolve("tokens").toString()));
    assertThat(aitta.run(words.toArray(String[]::new))).as(aitta.err()).isZero();
    return aitta.out().strip();
  }

  @Test
  @Order(1)
  void withATokenAndTheAuthorityEverythingWorksByClientAndCommandLine() throws Exception {
    try (AittaClient client = nodes.client(admin)) {
      Key key = Key.of("barn", "rye");
      client.put(key, Value.text(SECRET));
      assertThat(client.get(key).values()).containsExactly(Value.text(SECRET));
    }
    // Written through one node and read through the others: they reach each other.
    for (TestNode node : nodes.cluster.nodes()) {
      assertThat(nodes.ask(node, "GET /v1/buckets/barn/keys/rye?r=all&strict=true", shop))
          .contains("HTTP/1.1 200", SECRET, "Aitta-Quorum: 3/3");
    }
    assertThat(nodes.run(0, shop, "get barn rye")).isEqualTo(SECRET);
    nodes.run(0, shop, "put shop-1 cart x");
    nodes.run(7, shop, "put barn rye x");
    nodes.run(7, shop, "repair");
    nodes.run(0, admin, "repair");
    assertThat(nodes.run(0, shop, "bucket list -o raw").lines()).containsExactly("barn", "shop-1");
    String load = "load --workload A --keys 20 --operations 200 --connections 4 --duration 60s";
    nodes.run(0, admin, load + " --warmup 0s --bucket shop-2 --quiet");
    nodes.run(1, shop, load + " --warmup 0s --bucket barn --quiet --conflicts keep");
    JsonNode cluster = Json.MAPPER.readTree(nodes.run(0, shop, "status -o json"));
    assertThat(cluster.toString()).contains("\"up\"").doesNotContain("\"unreachable\"");
  }

  @Test
  @Order(2)
  void whoHasNoTokenOrSpeaksNoTlsLearnsNothing() throws Exception {
    TestNode node = nodes.cluster.node(1);
    assertThat(nodes.ask(node, "GET /v1/buckets/barn/keys/rye", null))
        .contains("HTTP/1.1 401", "WWW-Authenticate: Bearer")
        .doesNotContain(SECRET, "ETag", "Aitta-");
    assertThat(nodes.ask(node, "GET /v1/buckets/barn/keys/rye", admin + "x"))
        .contains("HTTP/1.1 401")
        .doesNotContain(SECRET);
    try (AittaClient client = nodes.client(null)) {
      assertThatThrownBy(() -> client.get(Key.of("barn", "rye")))
          .isInstanceOf(RefusedException.class);
    }
    assertThat(plainly(node, nodes.httpPort(node), "GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n"))
        .doesNotContain("HTTP", "live");
  }

  @Test
  @Order(2)
  void everythingIsRefusedToWhoLacksTheRoleWhateverHeadersComeWithIt() throws Exception {
    new Strangers(nodes, nodes.cluster.node(1), admin, SECRET).tryEverything(shop);
  }

  /** Bytes that mean something to a node without TLS; what comes back may be a TLS alert. */
  private static String plainly(TestNode node, int port, String sent) {
    try (Socket socket = new Socket(node.host(), port)) {
      String answer = SecureNodes.exchange(socket, sent);
      assertThat(answer).hasSizeLessThan(16);
      return answer;
    } catch (IOException e) {
      return ""; // cut off without a word
    }
  }

  @Test
  @Order(3)
  void thePeerPortTalksToNobodyWithoutACertificateOfTheClustersAuthority() throws Exception {
    TestNode node = nodes.cluster.node(0);
    String hello = "AKKA\u0001" + "\0".repeat(100);
    plainly(node, nodes.peerPort(node), hello);
    TestAuthority stranger = new TestAuthority(folder, "stranger");
    for (TestAuthority.Issued shown :
        new TestAuthority.Issued[] {null, stranger.issue("somebody")}) {
      try (SSLSocket socket =
          nodes.connect(node, nodes.peerPort(node), nodes.authority.client(shown))) {
        assertThatThrownBy(() -> SecureNodes.exchange(socket, hello))
            .isInstanceOf(IOException.class)
            .isNotInstanceOf(java.net.SocketTimeoutException.class);
      }
    }
  }

  @Test
  @Order(4)
  void certificatesAndTokensAreChangedUnderLoadWithoutAFailedRequest() throws Exception {
    AtomicBoolean closing = new AtomicBoolean();
    AtomicInteger done = new AtomicInteger();
    String first = token("first", "writer:shop-");
    awaitStatus(first, "200");
    AtomicReference<String> valid = new AtomicReference<>(first);
    try (AittaClient client = nodes.client(admin);
        Work.Running<Integer> working =
            Work.start(
                3,
                worker -> {
                  for (int i = 0; !closing.get(); i++) {
                    Key key = Key.of("shop-1", worker + "-" + i % 20);
                    if (worker == 0) {
                      client.put(key, Value.text("" + i));
                      assertThat(client.get(key).values()).contains(Value.text("" + i));
                    } else {
                      TestNode node = nodes.cluster.node(i % 3);
                      String token = valid.get();
                      String head = "PUT /v1/buckets/shop-1/keys/" + worker + "-" + i % 20;
                      assertThat(nodes.ask(node, head, token)).contains("HTTP/1.1 204");
                    }
                    done.incrementAndGet();
                  }
                  return 0;
                })) {
      awaitMore(working, done);
      TestAuthority.Issued second = nodes.authority.issue("second");
      nodes.take(second);
      nodes.awaitShown(second.parsed(), TAKEN_IN);
      awaitMore(working, done);
      String next = token("second", "writer:shop-");
      awaitStatus(next, "200");
      valid.set(next);
      awaitMore(working, done); // each worker has long begun a request with the new one
      String lines = Files.readString(nodes.tokens);
      Files.writeString(nodes.tokens, lines.replaceAll("(?m)^.*\"id\":\"first\".*\n", ""));
      awaitStatus(first, "401");
      awaitMore(working, done);
      closing.set(true);
      working.join();
    }
  }

  private static void awaitMore(Work.Running<Integer> working, AtomicInteger done) {
    int target = done.get() + 100;
    await("requests to go on")
        .atMost(Duration.ofSeconds(60))
        .until(() -> working.isDone() || done.get() >= target);
    if (working.isDone()) {
      working.join(); // tells why
    }
  }

  private static void awaitStatus(String token, String status) {
    for (TestNode node : nodes.cluster.nodes()) {
      await(node + " to answer " + status)
          .atMost(TAKEN_IN)
          .until(
              () ->
                  nodes
                      .ask(node, "GET /v1/cluster/locate?bucket=a&key=b", token)
                      .startsWith("HTTP/1.1 " + status));
    }
  }

  @Test
  @Order(5)
  void filesThatAreWrongChangeNothingAndShowInMetrics() throws Exception {
    TestNode node = nodes.cluster.node(0);
    String before = Files.readString(nodes.tokens);
    Files.writeString(nodes.tokens, before + "{\"id\":\"half");
    Files.writeString(nodes.certificate, "no certificate");
    await("the node to say so")
        .atMost(TAKEN_IN)
        .until(
            () -> nodes.ask(node, "GET /metrics", shop).contains("aitta_security_stale_files 2.0"));
    assertThat(nodes.ask(node, "GET /metrics", shop))
        .containsPattern("aitta_security_certificate_expiry_seconds 77[0-9.E]+");
    assertThat(node.logSinceStart()).contains("Tokens stay as they were", "no certificate in PEM");
    Files.writeString(nodes.tokens, before);
    nodes.take(nodes.authority.issue("third"));
    await("all to be well")
        .atMost(TAKEN_IN)
        .until(
            () -> nodes.ask(node, "GET /metrics", shop).contains("aitta_security_stale_files 0.0"));
  }

  @Test
  @Order(6)
  void aNodeThatComesBackTakesItsPlaceWithTheNewCertificate() throws Exception {
    TestNode node = nodes.cluster.node(2);
    assertThat(node.term()).isZero();
    node.start();
    await("it to serve, and to be served by the others")
        .atMost(TestNode.START_LIMIT)
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(
            () ->
                nodes
                    .ask(node, "GET /v1/buckets/barn/keys/rye?r=all&strict=true", admin)
                    .contains("Aitta-Quorum: 3/3"));
  }

  @Test
  @Order(7)
  void aCertificateThatExpiresIsToldOfAndReplacedWithoutARestart() throws Exception {
    TestNode node = nodes.cluster.node(0);
    Duration soon = Duration.ofSeconds(25);
    nodes.take(
        nodes.authority.issue(
            "short", new TestAuthority.Wish("EC", Duration.ofHours(-1), soon, false)));
    await("it to expire, as the log says")
        .atMost(TestCluster.HEAL_LIMIT)
        .until(() -> node.logSinceStart().contains("The certificate of this node expired at"));
    assertThat(node.logSinceStart()).contains("The certificate of this node expires at");
    assertThatThrownBy(() -> nodes.ask(node, "GET /metrics", shop))
        .isInstanceOf(javax.net.ssl.SSLException.class);
    CommandLineRun aitta = new CommandLineRun(nodes.url(0));
    String credentials = " --ca " + nodes.authority.authorities() + " --token " + shop;
    // On a slow machine the deadline may leave no time for even one attempt.
    await("the verb to say why")
        .atMost(TestCluster.HEAL_LIMIT)
        .until(
            () ->
                aitta.run("get barn rye --deadline 2s" + credentials) == 6
                    && aitta.err().contains("its certificate has expired"));
    // Who looks away, as curl -k does, still gets the figure that the alert is made of.
    assertThat(nodes.askBlindly(node, "GET /metrics", shop))
        .containsPattern("aitta_security_certificate_expiry_seconds -[0-9]");
    TestAuthority.Issued fourth = nodes.authority.issue("fourth");
    nodes.take(fourth);
    nodes.awaitShown(fourth.parsed(), TAKEN_IN);
    assertThat(nodes.ask(node, "GET /v1/buckets/barn/keys/rye?r=all&strict=true", shop))
        .contains("HTTP/1.1 200", "Aitta-Quorum: 3/3");
  }

  @Test
  @Order(8)
  void theConsoleIsEncryptedAndLetsInWhoHasAToken() {
    ConsoleBrowser.assumeThere();
    String base = nodes.url(0);
    try (ConsoleBrowser browser = ConsoleBrowser.start()) {
      Page stranger = browser.open(base, ConsoleBrowser.Look.DESKTOP_LIGHT);
      // The authority is nobody that the browser knows: it does not show the page by itself.
      assertThatThrownBy(() -> stranger.navigate(base + "/")).hasMessageContaining("ERR_CERT");

      Page page = browser.ignoringCertificates().open(base, ConsoleBrowser.Look.PHONE_DARK);
      page.navigate(base + "/#/data/barn");
      page.getByLabel("Token").fill(admin + "x");
      page.keyboard().press("Enter");
      PlaywrightAssertions.assertThat(page.locator("main"))
          .containsText("This token is not known to the node.", patiently());
      page.getByLabel("Token").fill(shop);
      page.keyboard().press("Enter");
      PlaywrightAssertions.assertThat(page.locator("a[data-item]").first())
          .containsText("rye", patiently());
      page.navigate(base + "/#/data/barn/rye");
      PlaywrightAssertions.assertThat(page.locator("main")).containsText(SECRET, patiently());
      page.navigate(base + "/#/data/mill/rye");
      PlaywrightAssertions.assertThat(page.locator("main"))
          .containsText("lacks the role", patiently());
      page.navigate(base + "/");
      PlaywrightAssertions.assertThat(page.locator("main"))
          .containsText("All 3 nodes are up", patiently());
      browser.check(page, "encrypted");
    }
  }

  private static LocatorAssertions.ContainsTextOptions patiently() {
    return new LocatorAssertions.ContainsTextOptions().setTimeout(60_000);
  }

  @Test
  @Order(9)
  void theAuditLogHasWhatAdminsDidAndWhoWasRefusedAndNoSecret() throws Exception {
    List<JsonNode> events = new ArrayList<>();
    for (TestNode node : nodes.cluster.nodes()) {
      String log = Files.readString(node.dataDir().resolve("audit.log"));
      assertThat(log).doesNotContain(SECRET, admin, shop, admin.substring(4, 20));
      for (String line : log.lines().toList()) {
        events.add(Json.MAPPER.readTree(line));
      }
    }
    assertThat(events).anyMatch(event -> is(event, "ops", "/v1/cluster/repair", "done"));
    assertThat(events).anyMatch(event -> is(event, "shop", "/v1/cluster/repair", "forbidden"));
    assertThat(events)
        .anyMatch(event -> is(event, "shop", "/v1/buckets/barn/keys/rye", "forbidden"));
    assertThat(events)
        .anyMatch(event -> is(event, null, "/v1/buckets/barn/keys/rye", "unauthenticated"));
    assertThat(events)
        .allSatisfy(
            event -> {
              assertThat(event.path("time").asText()).startsWith("20");
              assertThat(event.path("remote").asText()).startsWith("127.0.0.1:");
              assertThat(event.path("requestId").asText()).isNotEmpty();
            });
  }

  @Test
  @Order(10)
  void theVerbClusterStartsNodesThatAreGuarded() throws Exception {
    int http = Ports.free();
    int peers = Ports.free();
    Path said = folder.resolve("cluster.log");
    String line =
        "cluster --nodes 1 --heap 128m --http-port %d --port %d --data %s"
            .formatted(http, peers, folder.resolve("local"));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-jar", System.getProperty("aitta.jar")));
    command.addAll(List.of(line.split(" ")));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("AITTA_"));
    builder.environment().putAll(nodes.guards());
    builder.environment().put("AITTA_RANGES", "16");
    Process process = builder.start();
    try {
      await("the node to be ready")
          .atMost(TestNode.START_LIMIT)
          .until(() -> !process.isAlive() || Files.readString(said).contains("Ctrl-C stops all"));
      assertThat(said)
          .content()
          .contains("n1 is ready: https://127.0.0.1:" + http)
          .contains("--cacert " + nodes.authority.authorities(), "Bearer $AITTA_TOKEN");
      CommandLineRun aitta = new CommandLineRun("https://127.0.0.1:" + http);
      String credentials = " --ca " + nodes.authority.authorities() + " --token " + admin;
      assertThat(aitta.run("put barn rye x" + credentials)).as(aitta.err()).isZero();
      assertThat(aitta.run("get barn rye --ca " + nodes.authority.authorities())).isEqualTo(7);
    } finally {
      process.destroy();
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static boolean is(JsonNode event, String principal, String path, String outcome) {
    return event.path("path").asText().equals(path)
        && event.path("outcome").asText().equals(outcome)
        && (principal == null
            ? event.path("principal").isNull()
            : event.path("principal").asText().equals(principal));
  }
}
