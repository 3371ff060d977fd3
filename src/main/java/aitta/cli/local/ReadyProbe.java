package aitta.cli.local;

import aitta.client.Trust;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLException;

/** Asks a node whether it serves requests yet. */
final class ReadyProbe {
  /**
   * What a node said; {@code detail} says why it is not ready, in its own words where it has any.
   */
  record Answer(boolean ready, String detail) {}

  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient client;

  /**
   * @param authorities PEM file of those that https is trusted by; null where the nodes speak http
   * @throws CannotStartException if it cannot be read
   */
  ReadyProbe(Path authorities) {
    HttpClient.Builder builder =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT);
    if (authorities != null) {
      try {
        builder.sslContext(Trust.in(authorities));
      } catch (IllegalArgumentException e) {
        throw new CannotStartException("AITTA_TLS_CA: " + e.getMessage(), e);
      }
    }
    client = builder.build();
  }

  Answer ask(NodePlan node) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(node.http().resolve("/health/ready")).timeout(TIMEOUT).build();
    try {
      HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
      return response.statusCode() == 200
          ? new Answer(true, "ready")
          : new Answer(false, detail(response));
    } catch (SSLException e) {
      return new Answer(false, "shows no certificate that AITTA_TLS_CA answers for: " + said(e));
    } catch (IOException e) {
      // It does not listen yet; whether it ever will, its process shows.
      return new Answer(false, "starting");
    }
  }

  private static String said(SSLException failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getMessage();
  }

  private String detail(HttpResponse<String> response) {
    try {
      JsonNode detail = json.readTree(response.body()).path("detail");
      if (detail.isTextual()) {
        return detail.textValue();
      }
    } catch (JsonProcessingException e) {
      // Not a problem document: the status has to do.
      return "answers " + response.statusCode();
    }
    return "answers " + response.statusCode();
  }
}
