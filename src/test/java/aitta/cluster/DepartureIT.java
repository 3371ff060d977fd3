package aitta.cluster;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import aitta.api.ClusterReport.Status;
import aitta.api.ProblemType;
import aitta.cli.CommandLineRun;
import aitta.client.AittaClient;
import aitta.client.QuorumNotMetException;
import aitta.client.RefusedException;
import aitta.client.Value;
import aitta.client.WriteOptions;
import aitta.model.Key;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nodes that ask for tokens leave one after the other, as operators let them: in the console, by
 * the command line, by the Java client. What was written stays.
 */
@AcceptanceTest
@TestMethodOrder(OrderAnnotation.class)
class DepartureIT {
  private static final int KEYS = 60;
  private static final Duration LIMIT = Duration.ofSeconds(120);

  @TempDir static Path folder;

  private static TestCluster cluster;
  private static String admin;
  private static String reader;

  @BeforeAll
  static void start() {
    admin = token("ops", "admin");
    reader = token("guest", "reader");
    cluster =
        TestCluster.of("departure", 4)
            .heap("256m")
            .with("AITTA_REPLICAS", "2")
            .with("AITTA_TOKENS_FILE", folder.resolve("tokens").toString())
            .start();
    try (AittaClient client = client()) {
      for (int i = 0; i < KEYS; i++) {
        client.put(Key.of("barn", "k" + i), Value.text("v" + i), WriteOptions.DEFAULT.w("all"));
      }
    }
  }

  @AfterAll
  static void close() {
    if (cluster != null) {
      cluster.close();
    }
  }

  private static String token(String id, String role) {
    CommandLineRun aitta = new CommandLineRun();
    String file = folder.resolve("tokens").toString();
    assertThat(aitta.run("token", id, role, "--file", file)).as(aitta.err()).isZero();
    return aitta.out().strip();
  }

  private static AittaClient client() {
    return AittaClient.builder().node(cluster.node(0).url()).token(admin).deadline(LIMIT).build();
  }

  private static CommandLineRun aitta() {
    return new CommandLineRun(cluster.node(0).url());
  }

  private static int run(CommandLineRun aitta, String line) {
    return aitta.run(line + " --token " + admin);
  }

  private static void expectGone(String id) {
    TestNode node = cluster.node(id.charAt(1) - '1');
    assertThat(node.awaitExit(LIMIT)).as("exit code of %s", id).isZero();
    expectEverything(id);
  }

  private static void expectEverything(String gone) {
    try (AittaClient client = client()) {
      await(gone + " to be no member any more")
          .atMost(LIMIT)
          .until(
              () -> client.cluster().status().nodes().stream().noneMatch(n -> n.id().equals(gone)));
      for (int i = 0; i < KEYS; i++) {
        assertThat(client.get(Key.of("barn", "k" + i)).values())
            .containsExactly(Value.text("v" + i));
      }
    }
  }

  @Order(1)
  @Test
  void theConsoleLetsAnAdminLetANodeLeaveAndNobodyElse() {
    ConsoleBrowser.assumeThere();
    String base = cluster.node(0).url();
    try (ConsoleBrowser browser = ConsoleBrowser.start()) {
      Page page = browser.open(base, ConsoleBrowser.Look.DESKTOP_LIGHT);
      page.navigate(base + "/#/data/barn");
      signIn(page, reader);
      assertThat(page.locator("main")).containsText("k17", within());
      page.navigate(base + "/");
      leave(page);
      Locator dialog = page.getByRole(AriaRole.DIALOG);
      assertThat(dialog.getByRole(AriaRole.ALERT)).isVisible();
      assertThat(dialog.locator("button.danger")).isDisabled();
      page.keyboard().press("Escape");
      page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign out")).click();

      signIn(page, admin);
      leave(page);
      assertThat(dialog)
          .containsText(
              "would move", new LocatorAssertions.ContainsTextOptions().setTimeout(30_000));
      dialog.locator("button.danger").click();
      assertThat(dialog).hasCount(0);
      expectGone("n4");
      assertThat(page.locator("main")).containsText("All 3 nodes are up", within());
      browser.expectNoMisdeeds();
    }
  }

  private static LocatorAssertions.ContainsTextOptions within() {
    return new LocatorAssertions.ContainsTextOptions().setTimeout(30_000);
  }

  private static void signIn(Page page, String token) {
    page.getByLabel("Token").fill(token);
    page.keyboard().press("Enter");
  }

  private static void leave(Page page) {
    page.getByRole(
            AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Let n4 leave").setExact(true))
        .click();
  }

  @Order(2)
  @Test
  void theCommandLineShowsWhatWouldMoveThenWaitsUntilTheNodeIsGone() {
    CommandLineRun aitta = aitta();
    assertThat(run(aitta, "leave n3 --dry-run -o raw")).as(aitta.err()).isZero();
    assertThat(aitta.out()).contains("n3\t");
    assertThat(run(aitta, "leave nobody --force")).isEqualTo(3);
    assertThat(aitta.run("leave n3 --token " + reader)).isEqualTo(7);
    assertThat(run(aitta, "leave n3 --wait 2m --progress plain")).as(aitta.err()).isZero();
    assertThat(aitta.err()).contains("leave n3: ").contains("ranges").contains("done");
    expectGone("n3");
  }

  @Order(3)
  @Test
  void theClientIsToldWhatWouldMoveAndWhatMayNotBe() {
    try (AittaClient client = client()) {
      assertThat(client.cluster().planLeave("n2", true).moves())
          .isNotNull()
          .allMatch(move -> move.from().equals("n2"));
      RefusedException alive =
          catchThrowableOfType(
              RefusedException.class, () -> client.cluster().planRemove("n2", false));
      assertThat(alive.type()).contains(ProblemType.MEMBERSHIP_CONFLICT);
      assertThat(client.cluster().planRemove("n2", true)).isNotNull();
    }
  }

  @Order(4)
  @Test
  void aDeadOneIsRemovedForGoodWhereThatIsForced() {
    TestNode dead = cluster.node(1);
    dead.kill();
    CommandLineRun aitta = aitta();
    try (AittaClient client = client()) {
      await("n1 to notice")
          .atMost(LIMIT)
          .until(
              () ->
                  client.cluster().status().nodes().stream()
                      .anyMatch(n -> n.id().equals("n2") && n.status() == Status.UNREACHABLE));
      WriteOptions both =
          WriteOptions.DEFAULT.w("all").strictly().timeout(Duration.ofMillis(500)).ifAbsent();
      QuorumNotMetException missing =
          catchThrowableOfType(
              QuorumNotMetException.class,
              () -> client.put(Key.of("barn", "new"), Value.text("x"), both));
      assertThat(missing.required()).isEqualTo(2);
      assertThat(missing.received()).isLessThan(2);
    }
    assertThat(run(aitta, "remove n2 --no-wait")).isEqualTo(1);
    assertThat(aitta.err()).contains("aitta: ");
    assertThat(run(aitta, "remove n2 --dry-run --force")).as(aitta.err()).isZero();
    assertThat(run(aitta, "remove n2 --force --wait 2m --progress none")).as(aitta.err()).isZero();
    assertThat(run(aitta, "leave n1 --no-wait")).isEqualTo(1); // nobody would be left
    expectEverything("n2");
    try (AittaClient client = client()) {
      // One node is left, which now has every range alone.
      client.put(Key.of("barn", "k0"), Value.text("v0"));
      assertThat(client.cluster().status().nodes()).hasSize(1);
    }
  }
}
