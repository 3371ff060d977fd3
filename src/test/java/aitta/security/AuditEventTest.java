package aitta.security;

import static org.assertj.core.api.Assertions.assertThat;

import aitta.api.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuditEventTest {
  private static AuditEvent event(String principal, String path, int status) {
    return new AuditEvent(
        Instant.EPOCH, principal, "127.0.0.1:5", "PUT", path, null, status, "id-1", List.of());
  }

  @Test
  void aLineSaysWhoWhatAndHowItEnded() throws Exception {
    JsonNode line = Json.MAPPER.readTree(event("ops", "/v1/buckets/b", 403).line());
    assertThat(line.toString())
        .isEqualTo(
            "{\"time\":\"1970-01-01T00:00:00Z\",\"principal\":\"ops\",\"remote\":\"127.0.0.1:5\","
                + "\"method\":\"PUT\",\"path\":\"/v1/buckets/b\",\"outcome\":\"forbidden\","
                + "\"status\":403,\"requestId\":\"id-1\"}");
    assertThat(event(null, "/", 401).line()).contains("\"principal\":null", "unauthenticated");
    assertThat(event("ops", "/", 202).line()).contains("\"outcome\":\"done\"");
    assertThat(event("ops", "/", 409).line()).contains("\"outcome\":\"failed\"");
  }

  @Test
  void whateverAClientSendsStaysOneLineOfBoundedLength() {
    String line = event("ops", "/\n{}\r\u2028\"" + "x".repeat(8000), 401).line();
    assertThat(line.lines()).hasSize(1);
    assertThat(line).hasSizeLessThan(1400);
  }
}
