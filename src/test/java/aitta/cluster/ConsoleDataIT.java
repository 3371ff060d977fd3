package aitta.cluster;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import aitta.cluster.ConsoleBrowser.Look;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Buckets, keys and values in the console, in a real browser, on a cluster that nothing harms. */
@AcceptanceTest
@ExtendWith(SharedCluster.class)
class ConsoleDataIT {
  /** Markup that would run a script wherever it were taken for markup. */
  private static final String HOSTILE = "<img src=x onerror=alert(1)><script>alert(2)</script>";

  private static ConsoleBrowser browser;

  private final TestClient client;
  private final String base;
  private final String bucket = Paths.fresh("console");
  private Page page;

  ConsoleDataIT(TestCluster cluster) {
    this.client = cluster.client(0);
    this.base = cluster.node(0).url();
  }

  @BeforeAll
  static void startBrowser() {
    ConsoleBrowser.assumeThere();
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
  }

  private void open(String hash) {
    page = browser.open(base, Look.DESKTOP_LIGHT);
    page.navigate(base + "/" + hash);
  }

  private String hash(String encodedKey) {
    return "#/data/" + bucket + "/" + encodedKey;
  }

  private Locator button(String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  private Locator heading(String name) {
    return page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName(name));
  }

  private Locator value() {
    return page.getByLabel("Text of the value");
  }

  private void done(String told) {
    assertThat(page.locator(".done")).hasText(told);
  }

  @Test
  void keyIsCreatedEditedKeptForATimeAndDeletedWithoutAMouse() {
    open("#/data");
    page.getByLabel("Open by name").fill(bucket);
    page.keyboard().press("Enter");
    assertThat(heading(bucket)).isFocused();
    assertThat(page.locator(".page-place")).containsText("No keys in this bucket.");
    page.getByLabel("Open or create a key").fill("lunch/menü 1");
    page.keyboard().press("Enter");
    assertThat(heading("lunch/menü 1")).isFocused();
    button("Create it").press("Enter");
    assertThat(page.getByLabel("Value", new Page.GetByLabelOptions().setExact(true))).isFocused();
    page.keyboard().type("soup\nbread");
    button("Create").press("Enter");
    done("Created.");
    String path = Paths.key(bucket, "lunch/menü 1");
    assertThat(client.get(path).expect(200).text()).isEqualTo("soup\nbread");
    assertThat(client.get(path).need("Content-Type"))
        .isEqualToIgnoringCase("text/plain; charset=utf-8");

    button("Edit").press("Enter");
    page.keyboard().press("Control+End");
    page.keyboard().type("\nbeer");
    page.getByLabel("Time to live").fill("soon");
    button("Save").press("Enter");
    assertThat(page.getByRole(AriaRole.ALERT))
        .hasText(
            "A time to live is a number and a unit: 30s, 15m, 12h, 7d. Leave it empty for ever.");
    page.getByLabel("Time to live").fill("12h");
    button("Save").press("Enter");
    done("Saved.");
    Reply edited = client.get(path).expect(200);
    assertThat(edited.text()).isEqualTo("soup\nbread\nbeer");
    assertThat(edited.header("Aitta-Expires")).isPresent();

    button("Time to live").press("Enter");
    assertThat(page.getByLabel("From now")).isFocused();
    page.getByLabel("From now").fill("7d");
    page.keyboard().press("Enter");
    done("The time to live is set.");
    assertThat(page.getByText("in 7 d")).isVisible();

    button("Delete").press("Enter");
    page.keyboard().press("Escape");
    assertThat(page.getByRole(AriaRole.DIALOG)).hasCount(0);
    assertThat(button("Delete")).isFocused();
    button("Delete").press("Enter");
    page.getByRole(AriaRole.DIALOG)
        .getByText("Delete", new Locator.GetByTextOptions().setExact(true))
        .press("Enter");
    done("Deleted.");
    client.get(path).expect(404);
  }

  @Test
  void writeThatTheEditorHasNotSeenSurvivesAsASibling() {
    String path = Paths.key(bucket, "k");
    client.put(path, "first", "Content-Type", "text/plain").expect(204);
    open(hash("k"));
    button("Edit").click();
    client.put(path, "of somebody else", "Content-Type", "text/plain").expect(204);
    page.getByLabel("Value", new Page.GetByLabelOptions().setExact(true)).fill("mine");
    button("Save").click();
    done("Saved.");
    assertThat(page.locator(".sibling")).hasCount(2);
    assertThat(client.get(path).expect(300).siblingTexts())
        .containsExactly("mine", "of somebody else");
  }

  @Test
  void siblingsAreKeptMergedOrDeleted() {
    String path = Paths.key(bucket, "oats");
    client.put(path, "ten", "Aitta-Context", "none", "Content-Type", "text/plain").expect(204);
    client.put(path, "nine", "Aitta-Context", "none", "Content-Type", "text/x-odd").expect(204);
    client.delete(path, "Aitta-Context", "none").expect(204);
    open("#/data/" + bucket);
    assertThat(page.locator("tr", new Page.LocatorOptions().setHasText("oats")))
        .containsText("3 versions");
    page.getByText("oats", new Page.GetByTextOptions().setExact(true)).click();
    assertThat(page.locator(".sibling")).hasCount(3);
    assertThat(page.locator(".sibling").filter(new Locator.FilterOptions().setHasText("deleted")))
        .hasCount(1);
    browser.check(page, "siblings");
    button("Write a merge").click();
    Locator area = page.getByLabel("Value", new Page.GetByLabelOptions().setExact(true));
    assertThat(area).isFocused();
    assertThat(area.inputValue().lines().sorted().toList()).containsExactly("nine", "ten");
    area.fill("nineteen");
    button("Save the merge").click();
    done("Resolved: the merge is saved.");
    assertThat(client.get(path).expect(200).text()).isEqualTo("nineteen");

    client.put(path, "twelve", "Aitta-Context", "none", "Content-Type", "text/x-odd").expect(204);
    page.reload();
    Locator twelve = page.locator(".sibling", new Page.LocatorOptions().setHasText("twelve"));
    twelve
        .getByRole(AriaRole.BUTTON)
        .filter(new Locator.FilterOptions().setHasText("Keep this one"))
        .click();
    assertThat(page.locator(".done")).containsText("is kept.");
    Reply kept = client.get(path).expect(200);
    assertThat(kept.text()).isEqualTo("twelve");
    assertThat(kept.need("Content-Type")).isEqualTo("text/x-odd");

    client.delete(path, "Aitta-Context", "none").expect(204);
    page.reload();
    page.locator(".sibling .danger").click();
    done("Resolved: the key is deleted.");
    client.get(path).expect(404);
  }

  @Test
  void nothingInNamesValuesAndTypesRuns() {
    String key = HOSTILE + "\u202e\u0000";
    client.put(Paths.key(bucket, key), HOSTILE, "Content-Type", "text/html").expect(204);
    String svg =
        "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9' onload='alert(3)'>"
            + "<script>alert(4)</script><image href='http://127.0.0.1:1/x'/></svg>";
    client.put(Paths.key(bucket, "svg"), svg, "Content-Type", "image/svg+xml").expect(204);
    client.put(Paths.key(bucket, "lie"), HOSTILE, "Content-Type", "image/png;\"<b>\"=\"<b>\"");
    client.put(Paths.key(bucket, "lie2"), HOSTILE, "Content-Type", "image/png").expect(204);
    for (String value : new String[] {HOSTILE, "other" + HOSTILE}) {
      client
          .put(
              Paths.key(bucket, "two"), value, "Aitta-Context", "none", "Content-Type", "text/html")
          .expect(204);
    }
    open("#/data/" + bucket);
    Locator link = page.locator("a[data-item]", new Page.LocatorOptions().setHasText("<img src=x"));
    assertThat(link).hasText(HOSTILE + "%E2%80%AE%00");
    link.click();
    assertThat(value()).hasText(HOSTILE);
    page.getByText("What each owner holds").click();
    assertThat(page.locator(".copies tbody tr")).hasCount(3);
    page.navigate(base + "/" + hash("svg"));
    assertThat(page.locator("img.picture")).isVisible();
    assertThat(page.locator("img.picture").getAttribute("src")).startsWith("data:image/svg+xml");
    page.navigate(base + "/" + hash("lie2"));
    assertThat(
            page.getByRole(AriaRole.ALERT)
                .filter(new Locator.FilterOptions().setHasText("not a picture")))
        .isVisible();
    button("Text").click();
    assertThat(value()).hasText(HOSTILE);
    page.navigate(base + "/" + hash("two"));
    assertThat(page.locator(".sibling pre")).hasCount(2);
    page.navigate(base + "/#/data/" + "%3Cscript%3Ealert(5)%3C%2Fscript%3E/%3Cscript%3E");
    assertThat(heading("Not found")).isVisible();
    assertThat(page.locator("main img[src='x'], main script, main b, iframe, object, embed"))
        .hasCount(0);
  }

  @Test
  void valuesAreShownAsWhatTheyAre() throws IOException {
    String json = "{\"n\":12345678901234567890,\"a\":[1,{}],\"a\":\"ü\"}";
    client.put(Paths.key(bucket, "json"), json, "Content-Type", "application/json").expect(204);
    open(hash("json"));
    assertThat(value())
        .hasText(
            "{\n"
                + "  \"n\": 12345678901234567890,\n"
                + "  \"a\": [\n"
                + "    1,\n"
                + "    {}\n"
                + "  ],\n"
                + "  \"a\": \"ü\"\n"
                + "}");
    button("Hex").click();
    assertThat(page.getByLabel("Bytes of the value"))
        .containsText("000000  7b 22 6e 22 3a 31 32 33  34 35");

    byte[] png =
        Base64.getDecoder()
            .decode(
                "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");
    client.put(Paths.key(bucket, "png"), png, "Content-Type", "image/png").expect(204);
    page.navigate(base + "/" + hash("png"));
    assertThat(page.locator("img.picture")).hasJSProperty("naturalWidth", 1);

    byte[] windows = "one\r\ntwo\r\n".getBytes(StandardCharsets.UTF_8);
    client.put(Paths.key(bucket, "crlf"), windows, "Content-Type", "text/plain").expect(204);
    page.navigate(base + "/" + hash("crlf"));
    button("Edit").click();
    button("Save").click();
    done("Saved.");
    assertThat(client.get(Paths.key(bucket, "crlf")).body()).isEqualTo(windows);

    byte[] large = "0123456789".repeat(105_000).getBytes(StandardCharsets.UTF_8);
    large[large.length - 1] = '!';
    client
        .put(
            Paths.key(bucket, "large"),
            java.util.Arrays.copyOf(large, 1 << 20),
            "Content-Type",
            "text/plain")
        .expect(204);
    page.navigate(base + "/" + hash("large"));
    assertThat(page.getByText("The first 256 KiB of it; download the value to see all."))
        .isVisible();
    Download download = page.waitForDownload(() -> button("Download").click());
    assertThat(Files.size(download.path())).isEqualTo(1 << 20);

    client
        .put(
            Paths.key(bucket, "odd"),
            "not gzip",
            "Content-Type",
            "text/plain",
            "Content-Encoding",
            "gzip")
        .expect(204);
    page.navigate(base + "/" + hash("odd"));
    assertThat(page.getByText("Stored with Content-Encoding gzip")).isVisible();
  }

  @Test
  void keysOfAnyBytesAreReachedAlsoThoseThatBrowsersFold() {
    client.put(Paths.key(bucket, new byte[] {0, (byte) 0xff, '/', '%'}), "bytes").expect(204);
    client
        .put("/v1/buckets/" + bucket + "/keys/%2E%2E", "up", "Content-Type", "text/plain")
        .expect(204);
    open("#/data/" + bucket);
    page.getByText("%00%FF%2F%25", new Page.GetByTextOptions().setExact(true)).click();
    assertThat(value()).hasText("bytes");
    page.goBack();
    page.getByText("..", new Page.GetByTextOptions().setExact(true)).click();
    assertThat(value()).hasText("up");
    button("Edit").click();
    page.getByLabel("Value", new Page.GetByLabelOptions().setExact(true)).fill("upper");
    button("Save").click();
    done("Saved.");
    assertThat(client.get("/v1/buckets/" + bucket + "/keys/%2E%2E").text()).isEqualTo("upper");
    button("Delete").click();
    page.getByRole(AriaRole.DIALOG)
        .getByText("Delete", new Locator.GetByTextOptions().setExact(true))
        .click();
    done("Deleted.");
    client.get("/v1/buckets/" + bucket + "/keys/%2E%2E").expect(404);
  }

  @Test
  void keysAreListedAPageAtATimeAndReachedWithArrows() {
    StringBuilder operations = new StringBuilder();
    for (int i = 0; i < 120; i++) {
      String operation = "{\"op\":\"put\",\"bucket\":\"%s\",\"key\":\"k%03d\",\"value\":\"\"}";
      operations.append(i == 0 ? "" : ",").append(operation.formatted(bucket, i));
    }
    client
        .send(
            "POST",
            "/v1/batch",
            ("{\"operations\":[" + operations + "]}").getBytes(StandardCharsets.UTF_8),
            "Content-Type",
            "application/json")
        .expect(200);
    open("#/data/" + bucket);
    Locator keys = page.locator("a[data-item]");
    assertThat(keys).hasCount(50);
    button("Next").click();
    assertThat(keys.first()).hasText("k050");
    button("Next").click();
    assertThat(keys).hasCount(20);
    assertThat(button("Next")).isDisabled();
    button("Previous").click();
    assertThat(keys.first()).hasText("k050");
    keys.first().focus();
    page.keyboard().press("ArrowDown");
    assertThat(keys.nth(1)).isFocused();
    page.keyboard().press("End");
    assertThat(keys.last()).isFocused();
    page.getByLabel("Beginning with").fill("k11");
    assertThat(keys).hasCount(10);
    page.getByLabel("Beginning with").fill("none");
    assertThat(page.getByText("No key begins with none.").first()).isVisible();
  }

  @Test
  void propertiesOfABucketAreChangedAndPutBack() {
    open("#/data/" + bucket);
    page.getByText("Properties of the bucket").click();
    page.getByLabel("When writers").selectOption("latest");
    page.getByLabel("Time to live of new values").fill("soon");
    button("Save properties").click();
    assertThat(page.getByRole(AriaRole.ALERT).filter(new Locator.FilterOptions().setHasText("ttl")))
        .isVisible();
    page.getByLabel("Time to live of new values").fill("7d");
    button("Save properties").click();
    assertThat(page.locator("#said")).containsText("Properties saved.");
    assertThat(client.get("/v1/buckets/" + bucket).text()).contains("\"latest\"", "\"7d\"");
    button("Back to the defaults").click();
    assertThat(page.locator("#said")).containsText("The defaults are back.");
    assertThat(client.get("/v1/buckets/" + bucket).text()).contains("\"siblings\"");
  }
}
