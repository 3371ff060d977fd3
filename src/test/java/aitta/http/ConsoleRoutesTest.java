package aitta.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The console's page and files, as a browser asks for them. */
class ConsoleRoutesTest {
  private static final Path FOLDER = Path.of("src/main/resources/aitta/console");
  private static final Pattern NAMED =
      Pattern.compile("(?:from '\\./|import\\('\\./|=\"/console/)([a-z-]+\\.[a-z]+)['\"]");

  @RegisterExtension static final RunningEdge edge = RunningEdge.start();

  @Test
  void pageMayRunNothingButItsOwnFilesAndSpeakWithThisNodeAlone() throws IOException {
    RawConnection.Answer page = edge.ask("GET /");
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.header("content-type")).isEqualToIgnoringCase("text/html; charset=utf-8");
    assertThat(page.header("x-content-type-options")).isEqualTo("nosniff");
    assertThat(page.header("referrer-policy")).isEqualTo("no-referrer");
    String policy = page.header("content-security-policy");
    assertThat(policy)
        .contains("default-src 'none'", "script-src 'self';", "connect-src 'self';")
        .contains("frame-ancestors 'none'", "require-trusted-types-for 'script'")
        .doesNotContain("unsafe", "http:", "https:");
    assertThat(page.text()).startsWith("<!doctype html>").doesNotContain("<style", " style=");
    assertThat(page.text()).doesNotContainPattern("<script(?! src=\"/console/)");
  }

  @Test
  void everyFileOfTheFolderIsServedAndAnnouncedRightly() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      List<String> names = files.map(file -> file.getFileName().toString()).sorted().toList();
      assertThat(names).contains("index.html");
      List<String> served = names.stream().filter(name -> !name.equals("index.html")).toList();
      assertThat(ConsoleRoutes.FILES).containsExactlyInAnyOrderElementsOf(served);
    }
    for (String name : ConsoleRoutes.FILES) {
      RawConnection.Answer answer = edge.ask("GET /console/" + name);
      assertThat(answer.status()).as(name).isEqualTo(200);
      assertThat(answer.body()).isEqualTo(Files.readAllBytes(FOLDER.resolve(name)));
      String type =
          name.endsWith(".js") ? "text/javascript" : name.endsWith(".css") ? "text/css" : "image/";
      assertThat(answer.header("content-type")).startsWith(type);
      assertThat(answer.header("content-security-policy")).isNotBlank();
      assertThat(answer.header("x-content-type-options")).isEqualTo("nosniff");
    }
  }

  @Test
  void everyFileIsAskedForBySomeOtherAndNoneIsMissing() throws IOException {
    StringBuilder all = new StringBuilder(Files.readString(FOLDER.resolve("index.html")));
    for (String name : ConsoleRoutes.FILES) {
      all.append(Files.readString(FOLDER.resolve(name)));
    }
    List<String> named =
        NAMED.matcher(all).results().map((MatchResult m) -> m.group(1)).distinct().toList();
    assertThat(named).containsExactlyInAnyOrderElementsOf(ConsoleRoutes.FILES);
    assertThat(all.toString()).doesNotContain("innerHTML", "eval(", "document.write");
  }

  @Test
  void whatTheBrowserHasIsNotSentAgain() throws IOException {
    for (String path : List.of("/", "/console/main.js")) {
      RawConnection.Answer first = edge.ask("GET " + path);
      String etag = first.header("etag");
      assertThat(etag).matches("\"[0-9a-f]{24}\"");
      assertThat(first.header("cache-control")).isEqualTo("no-cache");
      RawConnection.Answer again = edge.ask("GET " + path, "If-None-Match: W/" + etag);
      assertThat(again.status()).isEqualTo(304);
      assertThat(again.header("etag")).isEqualTo(etag);
      assertThat(again.body()).isEmpty();
      assertThat(edge.ask("GET " + path, "If-None-Match: \"other\"").status()).isEqualTo(200);
      RawConnection.Answer head = edge.ask("HEAD " + path);
      assertThat(head.header("etag")).isEqualTo(etag);
    }
  }

  @Test
  void isThereBeforeTheNodeIsReady() throws IOException {
    edge.backend.notReady = "this node waits for 2 more members";
    assertThat(edge.ask("GET /").status()).isEqualTo(200);
    assertThat(edge.ask("GET /console/main.js").status()).isEqualTo(200);
    assertThat(edge.backend.requests).isEmpty();
  }

  @Test
  void nothingElseIsServed() throws IOException {
    for (String path :
        List.of(
            "/console",
            "/console/",
            "/console/index.html",
            "/console/none.js",
            "/console/..%2Fhttp%2Fopenapi.json",
            "/console/%2e%2e/http/openapi.json",
            "/console/../console/main.js",
            "/console/main%2Ejs",
            "/index.html")) {
      RawConnection.Answer answer = edge.ask("GET " + path);
      assertThat(answer.status()).as(path).isEqualTo(404);
      assertThat(answer.text()).contains("/problems/not-found");
    }
    assertThat(edge.ask("POST /").status()).isEqualTo(405);
    assertThat(edge.ask("DELETE /console/main.js").status()).isEqualTo(405);
  }
}
