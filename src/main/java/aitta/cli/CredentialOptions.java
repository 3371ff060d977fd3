package aitta.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Who asks, and whom to trust. */
final class CredentialOptions {
  @Option(
      names = "--token",
      paramLabel = "TOKEN",
      defaultValue = "${env:AITTA_TOKEN}",
      description =
          "Sent to prove who asks (default: AITTA_TOKEN, which does not show in process lists).")
  private String token;

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      defaultValue = "${env:AITTA_TLS_CA}",
      description =
          "Authorities that https is trusted by, in PEM (default: AITTA_TLS_CA, else Java's).")
  private Path authorities;

  /** Null where none is sent. */
  String token() {
    return token;
  }

  /** Null for Java's own; a variable of the environment that is empty names none. */
  Path authorities() {
    return authorities == null || authorities.toString().isEmpty() ? null : authorities;
  }
}
