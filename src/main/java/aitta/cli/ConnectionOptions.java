package aitta.cli;

import aitta.client.AittaClient;
import aitta.client.ClientBuilder;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where the cluster is, and who asks. */
final class ConnectionOptions {
  @Option(
      names = {"-u", "--url"},
      paramLabel = "URL",
      split = ",",
      defaultValue = "${env:AITTA_URL:-http://127.0.0.1:8080}",
      description =
          "A node, or several separated by commas; any will do (default: AITTA_URL, else"
              + " http://127.0.0.1:8080).")
  private List<String> urls;

  @Mixin private CredentialOptions credentials;

  @Option(
      names = "--deadline",
      paramLabel = "TIME",
      defaultValue = "10s",
      converter = DurationConverter.class,
      description = "When to give up trying, such as 500ms or 1m (default: ${DEFAULT-VALUE}).")
  private Duration deadline;

  /**
   * @param followsRing worth its two requests only where many others follow
   * @throws IllegalArgumentException if an option can't be right
   */
  AittaClient open(boolean followsRing) {
    ClientBuilder builder =
        AittaClient.builder().token(credentials.token()).deadline(deadline).followRing(followsRing);
    urls.forEach(url -> builder.node(url.strip()));
    if (credentials.authorities() != null) {
      builder.trust(credentials.authorities());
    }
    return builder.build();
  }
}
