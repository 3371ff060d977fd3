package aitta.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the image asks a node to see whether it is well, with a curl that only tells its words. */
class DockerFilesTest {
  @TempDir Path folder;

  private String asked(int answer, Map<String, String> environment) throws Exception {
    String file = Files.readString(Path.of("docker", "Dockerfile"));
    String check = file.substring(file.indexOf("HEALTHCHECK"));
    String command = check.substring(check.indexOf("CMD ") + 4, check.indexOf("|| exit 1") + 9);
    Path curl = folder.resolve("curl");
    Files.writeString(curl, "#!/bin/sh\necho \"$@\"\nexit " + answer + "\n");
    assertThat(curl.toFile().setExecutable(true)).isTrue();
    ProcessBuilder builder =
        new ProcessBuilder("/bin/sh", "-c", command.replace("\\\n", "\n"))
            .redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("AITTA_"));
    builder.environment().put("PATH", folder + ":/usr/bin:/bin");
    builder.environment().putAll(environment);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes());
    return process.waitFor() + " " + said.strip();
  }

  @Test
  void healthIsAskedForAsTheNodeSpeaks() throws Exception {
    assertThat(asked(0, Map.of())).isEqualTo("0 -fsS http://127.0.0.1:8080/health/ready");
    assertThat(asked(22, Map.of("AITTA_BIND", "0.0.0.0", "AITTA_HOST", "n1")))
        .isEqualTo("1 -fsS http://0.0.0.0:8080/health/ready");
    Map<String, String> guarded =
        Map.of(
            "AITTA_BIND", "0.0.0.0",
            "AITTA_HOST", "n1",
            "AITTA_HTTP_PORT", "8443",
            "AITTA_TLS_CERT", "/tls/cert.pem",
            "AITTA_TLS_CA", "/tls/ca.pem");
    assertThat(asked(0, guarded))
        .isEqualTo("0 -fsS --cacert /tls/ca.pem https://n1:8443/health/ready");
    assertThat(asked(60, guarded)).startsWith("1 ");
  }

  @Test
  void figuresCanBeFetchedFromNodesThatAreGuarded() throws IOException {
    assertThat(Path.of("docker", "monitoring", "prometheus.yml"))
        .content()
        .contains("scheme: https", "ca_file", "credentials_file");
  }
}
