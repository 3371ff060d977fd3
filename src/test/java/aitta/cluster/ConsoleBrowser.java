package aitta.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A browser without a screen, Debian's Chromium, that looks at consoles. It keeps whatever a page
 * should not do: errors, violations of its policy, dialogs that a script opens, questions to others
 * than its node.
 */
final class ConsoleBrowser implements AutoCloseable {
  /** Of what the tests have seen, for people to look at. */
  private static final Path PICTURES = Path.of("target", "console");

  private static final Path CHROMIUM =
      Path.of(System.getProperty("aitta.chromium", "/usr/bin/chromium"));
  private static final List<String> FLAGS =
      List.of(
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--disable-background-networking",
          "--no-first-run",
          "--disable-component-update",
          "--disable-sync");
  private static final int WAIT_MILLIS = 20_000;
  private static final String FAULTS = resource("/aitta/console/faults.js");

  private final Playwright playwright;
  private final Browser browser;
  private final List<String> misdeeds = new ArrayList<>();
  private BrowserContext context;
  private boolean ignoresCertificates;

  private ConsoleBrowser() {
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
        playwright
            .chromium()
            .launch(new BrowserType.LaunchOptions().setExecutablePath(CHROMIUM).setArgs(FLAGS));
  }

  /** Skips the tests on a machine that has no Chromium. */
  static void assumeThere() {
    assumeTrue(
        Files.isExecutable(CHROMIUM),
        "there is no "
            + CHROMIUM
            + " (Debian: apt-get install chromium); -Daitta.chromium= names it");
  }

  static ConsoleBrowser start() {
    return new ConsoleBrowser();
  }

  /** Pages opened from now on take any certificate, as if a person had said that it is good. */
  ConsoleBrowser ignoringCertificates() {
    ignoresCertificates = true;
    return this;
  }

  /** How wide and dark the screen is. */
  enum Look {
    DESKTOP_LIGHT(1280, 800, ColorScheme.LIGHT),
    DESKTOP_DARK(1280, 800, ColorScheme.DARK),
    PHONE_LIGHT(360, 740, ColorScheme.LIGHT),
    PHONE_DARK(360, 740, ColorScheme.DARK);

    private final int width;
    private final int height;
    private final ColorScheme scheme;

    Look(int width, int height, ColorScheme scheme) {
      this.width = width;
      this.height = height;
      this.scheme = scheme;
    }
  }

  /** A fresh page, of a browser that has kept nothing. */
  Page open(String base, Look look) {
    if (context != null) {
      // Else an answer that is made up while the page closes ends whatever is done next.
      context.pages().forEach(Page::unrouteAll);
      context.close();
      context = null;
    }
    misdeeds.clear();
    context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setViewportSize(look.width, look.height)
                .setColorScheme(look.scheme)
                .setIgnoreHTTPSErrors(ignoresCertificates)
                .setReducedMotion(com.microsoft.playwright.options.ReducedMotion.REDUCE));
    context.setDefaultTimeout(WAIT_MILLIS);
    context.addInitScript(
        "document.addEventListener('securitypolicyviolation', (e) =>"
            + " console.error('policy violated: ' + e.violatedDirective + ' ' + e.blockedURI))");
    context.onRequest(
        request -> {
          String url = request.url();
          if (!url.startsWith(base + "/") && !url.startsWith("blob:") && !url.startsWith("data:")) {
            misdeeds.add("asked " + url);
          }
        });
    Page page = context.newPage();
    page.onConsoleMessage(
        message -> {
          // The browser notes each answer of 4xx and 5xx, also those that the page awaits.
          boolean isAnswer = message.text().startsWith("Failed to load resource");
          if (!isAnswer && List.of("error", "warning").contains(message.type())) {
            misdeeds.add(message.type() + " " + message.text());
          }
        });
    page.onPageError(error -> misdeeds.add("thrown " + error));
    page.onDialog(
        dialog -> {
          misdeeds.add("dialog " + dialog.message());
          dialog.dismiss();
        });
    return page;
  }

  /** Checks that nothing has happened that should not, and that everybody can use what is shown. */
  @SuppressWarnings("unchecked")
  void check(Page page, String what) {
    List<String> faults = (List<String>) page.evaluate(FAULTS);
    picture(page, what);
    assertThat(faults).as("faults of %s, see %s", what, PICTURES).isEmpty();
    expectNoMisdeeds();
  }

  void expectNoMisdeeds() {
    assertThat(misdeeds).isEmpty();
  }

  void picture(Page page, String name) {
    page.screenshot(
        new Page.ScreenshotOptions().setPath(PICTURES.resolve(name + ".png")).setFullPage(true));
  }

  private static String resource(String name) {
    try (InputStream in = ConsoleBrowser.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
