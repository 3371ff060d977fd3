package aitta.cluster;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import aitta.cluster.ConsoleBrowser.Look;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The console as operators meet it: on a cluster of which one node is killed, then another. */
@AcceptanceTest
@TestMethodOrder(OrderAnnotation.class)
class ConsoleIT {
  private static final String BUCKET = "barn";

  private static ConsoleBrowser browser;
  private static TestCluster cluster;
  private static String base;

  private Page page;

  @BeforeAll
  static void start() throws IOException {
    ConsoleBrowser.assumeThere();
    cluster = TestCluster.of("console", 3).with("AITTA_RANGES", "128");
    // As slow as it goes, so that what moves can be seen.
    Path config = Files.createTempFile("aitta-console", ".conf");
    config.toFile().deleteOnExit();
    Files.writeString(config, "aitta.handover { rate = 64KiB, concurrency = 1 }");
    cluster.arguments("--config", config.toString()).prepare();
    for (int i = 0; i < 3; i++) {
      cluster.node(i).env().put("AITTA_ZONE", "zone-" + i % 2);
      cluster.node(i).start();
    }
    cluster.nodes().forEach(node -> node.awaitReady(TestNode.START_LIMIT));
    base = cluster.node(0).url();
    TestClient client = cluster.client(0);
    for (String value : new String[] {"ten sacks", "nine sacks"}) {
      client
          .put(
              Paths.key(BUCKET, "oats"),
              value,
              "Aitta-Context",
              "none",
              "Content-Type",
              "text/plain")
          .expect(204);
    }
    client
        .put(Paths.key(BUCKET, "cart"), "{\"rye\":[1,2]}", "Content-Type", "application/json")
        .expect(204);
    client.put(Paths.key(BUCKET, "a-long-name-".repeat(20)), "x").expect(204);
    browser = ConsoleBrowser.start();
  }

  @AfterEach
  void nothingElseHasHappened() {
    browser.expectNoMisdeeds();
  }

  @AfterAll
  static void close() {
    if (browser != null) {
      browser.close();
    }
    if (cluster != null) {
      cluster.close();
    }
  }

  private void open(String hash, Look look) {
    page = browser.open(base, look);
    page.navigate(base + "/" + hash);
  }

  private Locator button(String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  private void awaitText(String text) {
    assertThat(page.locator("main"))
        .containsText(text, new LocatorAssertions.ContainsTextOptions().setTimeout(30_000));
  }

  private void go(String hash, String heading) {
    page.navigate(base + "/" + hash);
    assertThat(
            page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName(heading)).first())
        .isVisible();
  }

  /** Waits until nothing is loading any more. */
  private void settled() {
    assertThat(page.locator("main .loading, main [aria-busy='true']")).hasCount(0);
  }

  @Order(1)
  @ParameterizedTest
  @EnumSource
  void everyPageIsFitForEveryScreenAndTheme(Look look) {
    String name = look.name().toLowerCase(Locale.ROOT).replace('_', '-');
    open("", look);
    awaitText("All 3 nodes are up");
    assertThat(page.locator(".segment")).hasCount(128 * 3);
    assertThat(page.locator(".nodes tbody tr")).hasCount(3);
    page.getByLabel("Range", new Page.GetByLabelOptions().setExact(true)).fill("17");
    awaitText("Version of the list");
    page.getByText("All ranges as a table").click();
    assertThat(page.locator(".all-ranges tbody tr")).hasCount(64);
    browser.check(page, "cluster-" + name);
    go("#/traffic", "Traffic");
    browser.check(page, "traffic-" + name);
    go("#/data", "Data");
    settled();
    browser.check(page, "buckets-" + name);
    go("#/data/" + BUCKET, BUCKET);
    settled();
    page.getByText("Properties of the bucket").click();
    settled();
    browser.check(page, "keys-" + name);
    go("#/data/" + BUCKET + "/cart", "cart");
    page.getByText("What each owner holds").click();
    assertThat(page.locator(".copies tbody tr")).hasCount(3);
    browser.check(page, "object-" + name);
    button("Edit").click();
    browser.check(page, "editor-" + name);
    go("#/data/" + BUCKET + "/oats", "oats");
    assertThat(page.locator(".sibling")).hasCount(2);
    button("Write a merge").click();
    browser.check(page, "siblings-" + name);
  }

  @Order(2)
  @Test
  void linksGoToPagesWhoseHeadingsAreFocusedAndTheThemeIsKept() {
    open("", Look.DESKTOP_LIGHT);
    page.keyboard().press("Tab");
    assertThat(page.getByText("Skip to content")).isFocused();
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Traffic")).click();
    Locator heading =
        page.getByRole(
            AriaRole.HEADING, new Page.GetByRoleOptions().setName("Traffic").setExact(true));
    assertThat(heading).isFocused();
    assertThat(page).hasTitle("Traffic · Aitta");
    assertThat(page.locator("nav [aria-current=page]")).hasText("Traffic");
    button("Switch to the dark theme").click();
    page.reload();
    assertThat(page.locator("html")).hasAttribute("data-theme", "dark");
    assertThat(button("Switch to the light theme")).isVisible();
  }

  @Order(3)
  @Test
  void requestsArePlottedAsTheyCome() {
    open("#/traffic", Look.DESKTOP_LIGHT);
    Locator reads = page.locator(".plot").first().locator(".line-0 .value");
    assertThat(reads).hasText("–");
    TestClient client = cluster.client(0);
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              client.get(Paths.key(BUCKET, "cart")).expect(200);
              return reads.textContent().matches("[0-9.]*[1-9][0-9.]*/s");
            });
    Locator svg = page.locator(".plot svg").first();
    svg.focus();
    page.keyboard().press("ArrowLeft");
    assertThat(svg.getAttribute("aria-label")).contains("read ", "write ");
    browser.check(page, "traffic-busy");
  }

  @Order(4)
  @Test
  void figuresAreWorkedOutAsPrometheusDoes() {
    open("", Look.DESKTOP_LIGHT);
    Object told =
        page.evaluate(
            """
            async () => {
              const { parse, buckets, quantile } = await import('/console/prometheus.js');
              const { History, reading, MOST } = await import('/console/history.js');
              const { ceiling } = await import('/console/plot.js');
              const text = (n) => `# TYPE x histogram
            aitta_http_requests_seconds_bucket{kind="read",status="200",le="0.1"} ${n}
            aitta_http_requests_seconds_bucket{kind="read",status="200",le="0.5"} ${2 * n}
            aitta_http_requests_seconds_bucket{kind="read",status="404",le="0.5"} ${n}
            aitta_http_requests_seconds_bucket{kind="read",status="200",le="+Inf"} ${3 * n}
            aitta_http_requests_seconds_count{kind="read",status="200"} ${3 * n}
            odd{name="a\\\\"b,}"} +Inf
            broken{
            `;
              const parsed = parse(text(10));
              const of = (n) => buckets(parse(text(n)), 'aitta_http_requests_seconds', (l) => l.status === '200');
              const history = new History();
              const add = (n, at) => history.add(reading(parse(text(n)), at));
              add(0, 0); add(10, 5000); add(2, 10000); add(4, 60000);
              const rates = history.rate('read').map((p) => p.value);
              for (let i = 0; i < 500; i++) { add(i, i); }
              return [parsed.get('odd')[0].labels.name, parsed.get('odd')[0].value, parsed.has('broken'),
                quantile(0.5, of(0), of(30)).toFixed(2), quantile(0.99, of(0), of(30)).toFixed(2), quantile(0.5, of(3), of(3)),
                rates.join(' '), history.readings.length === MOST, ceiling(0.03), ceiling(51)].join('|');
            }
            """);
    assertThat(told).isEqualTo("a\"b,}|Infinity|false|0.30|0.50|NaN|6 NaN NaN|true|0.05|100");
  }

  @Order(5)
  @Test
  void transfersAndDeparturesAreShownBeforeTheyAreDone() {
    page = browser.open(base, Look.DESKTOP_LIGHT);
    ConsoleScenes.transfers(page);
    page.navigate(base + "/");
    awaitText("n4 is joining");
    awaitText("Range 3: n1 → n4");
    awaitText("Data of an earlier life is set aside on n4");
    assertThat(page.locator("[data-pending=n4]")).hasCount(8);
    assertThat(page.locator(".moving")).hasCount(1);
    browser.check(page, "transfers");
    page.getByLabel("Colour by zone").check();
    awaitText("attic: n4");
    button("Let n2 leave").click();
    Locator dialog = page.getByRole(AriaRole.DIALOG);
    assertThat(dialog).containsText("2 copies of ranges would move");
    assertThat(dialog).containsText("n2 → n4: 2");
    browser.check(page, "leave");
    assertThat(ConsoleScenes.posted()).containsExactly("/leave?dry-run=true");
    dialog.getByText("Let n2 leave", new Locator.GetByTextOptions().setExact(true)).click();
    assertThat(dialog).hasCount(0);
    assertThat(ConsoleScenes.posted()).containsExactly("/leave?dry-run=true", "/leave");
  }

  @Order(6)
  @Test
  void departureThatWouldLeaveTooFewNodesIsRefusedInWords() {
    open("", Look.PHONE_DARK);
    button("Let n2 leave").click();
    Locator dialog = page.getByRole(AriaRole.DIALOG);
    assertThat(dialog.getByRole(AriaRole.ALERT)).isVisible();
    assertThat(dialog.getByLabel("Do it all the same")).isVisible();
    assertThat(dialog.locator("button.danger")).isDisabled();
    browser.check(page, "leave-refused");
    page.keyboard().press("Escape");
    assertThat(button("Let n2 leave")).isFocused();
    assertThat(TestCluster.statuses(cluster.node(0))).containsEntry("n2", "up");
  }

  @Order(7)
  @Test
  void ringOfManyRangesStaysReadable() {
    page = browser.open(base, Look.PHONE_DARK);
    ConsoleScenes.large(page);
    page.navigate(base + "/");
    awaitText("4 096 ranges".replace(' ', '\u202f').replace("\u202franges", " ranges"));
    assertThat(page.locator(".segment").count()).isLessThanOrEqualTo(512 * 3);
    browser.check(page, "large");
  }

  @Order(8)
  @Test
  void tokenIsAskedForAndSentAndForgotten() {
    page = browser.open(base, Look.PHONE_LIGHT);
    ConsoleScenes.guard(page, "secret.token");
    page.navigate(base + "/#/data/" + BUCKET);
    Locator field = page.getByLabel("Token");
    assertThat(field).isFocused();
    browser.check(page, "sign-in");
    field.fill("wrong");
    page.keyboard().press("Enter");
    awaitText("This token is not known to the node.");
    assertThat(field).isFocused();
    field.fill("secret.token");
    page.keyboard().press("Enter");
    assertThat(page.locator("a[data-item]")).hasCount(3);
    assertThat(page.evaluate("() => JSON.stringify(localStorage) + location.href").toString())
        .doesNotContain("secret");
    page.navigate(base + "/#/data/" + BUCKET + "/forbidden");
    awaitText("lacks the role");
    button("Sign out").click();
    assertThat(field).isFocused();
    assertThat(page.evaluate("() => sessionStorage.length")).isEqualTo(0);
  }

  @Order(9)
  @Test
  void rangesThatMoveToANewNodeAreShownOnTheirWay() {
    byte[] large = new byte[200_000];
    for (int i = 0; i < 30; i++) {
      cluster.client(0).put(Paths.key("grain", "sack-" + i), large).expect(204);
    }
    open("", Look.DESKTOP_LIGHT);
    awaitText("All 3 nodes are up");
    cluster.addNode("n4").start();
    assertThat(page.locator(".transfers li").first())
        .containsText("n4", new LocatorAssertions.ContainsTextOptions().setTimeout(60_000));
    assertThat(page.locator("[data-pending=n4]").first()).isVisible();
    browser.check(page, "transfer-under-way");
  }

  @Order(10)
  @Test
  void killedNodeIsNamedWithTheHintsThatWaitForIt() {
    open("", Look.DESKTOP_DARK);
    assertThat(page.locator(".nodes tbody tr")).hasCount(4);
    cluster.node(2).kill();
    awaitText("n3 cannot be reached");
    for (int i = 0; i < 20; i++) {
      cluster.client(0).put(Paths.key(BUCKET, "hinted-" + i), "v").expect(204);
    }
    awaitText("for n3");
    assertThat(page.locator("tr.away")).containsText("unreachable");
    assertThat(page.locator(".segment.away").first()).isVisible();
    browser.check(page, "killed");
    page.navigate(base + "/#/data/" + BUCKET + "/cart");
    page.getByText("What each owner holds").click();
    assertThat(page.locator(".copies tbody")).containsText("did not answer");
    browser.check(page, "killed-copies");
  }

  @Order(11)
  @Test
  void comparisonOfAllRangesIsBegunAndFollowed() {
    open("", Look.DESKTOP_LIGHT);
    button("Compare all ranges now").click();
    assertThat(page.locator("#said")).containsText("All ranges are being compared.");
  }

  @Order(12)
  @Test
  void whatIsShownIsMarkedAsStaleOnceTheNodeIsSilent() {
    open("", Look.PHONE_DARK);
    awaitText("n3 cannot be reached");
    cluster.node(0).kill();
    assertThat(page.locator("#stale"))
        .containsText(
            "What you see is from", new LocatorAssertions.ContainsTextOptions().setTimeout(90_000));
    assertThat(page.locator("body")).hasClass("stale");
    // What was seen last is still there, be it that more than n3 was away just then.
    assertThat(page.locator("tr.away").last()).containsText("unreachable");
    browser.check(page, "stale");
    page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Data")).click();
    awaitText("This node does not answer.");
    // With n3 away its old place is taken for a while: that alone may need half a minute.
    cluster.node(0).startAndAwaitReady();
    button("Try again").click();
    assertThat(page.locator("#stale"))
        .isHidden(new LocatorAssertions.IsHiddenOptions().setTimeout(60_000));
  }
}
