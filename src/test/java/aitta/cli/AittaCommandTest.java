package aitta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class AittaCommandTest {
  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @ParameterizedTest
  @ValueSource(strings = {"--help", "node --help", "cluster --help", "--version", "node -V"})
  void whoAsksIsAnsweredOnStandardOutput(String line) {
    assertThat(execute(line.split(" "))).isZero();
    assertThat(out.toString()).isNotBlank();
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void helpNamesEveryVerbAndExitCodeButNothingHidden() {
    execute("--help");
    assertThat(out.toString()).contains("  node  ", "  cluster  ", "  0  ", "  1  ", "  2  ");
    execute("node", "--help");
    assertThat(out.toString()).contains("--config").doesNotContain("die-with-parent");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "fly",
        "node --fly",
        "cluster --nodes 0",
        "cluster --nodes 10",
        "cluster --nodes many",
        "cluster --heap 5",
        "cluster --http-port 0",
        "cluster --port 65535",
        "cluster --port 8081",
      })
  void wrongUseIsExitCodeTwoWithALineThatSaysWhy(String line) {
    assertThat(execute(line.split(" "))).isEqualTo(2);
    assertThat(err.toString().lines()).hasSize(2);
    assertThat(err.toString()).startsWith("aitta: ").contains("More with: aitta");
  }

  @Test
  void noVerbIsWrongUse() {
    assertThat(execute()).isEqualTo(2);
    assertThat(err.toString()).contains("cluster --nodes 3");
  }

  @Test
  void settingThatCannotBeRightIsExitCodeTwoAndNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("node.conf"), "aitta.ring.replicas = 99");
    assertThat(execute("node", "--config", file.toString())).isEqualTo(2);
    assertThat(err.toString())
        .startsWith("aitta: aitta.ring.replicas = 99 (")
        .endsWith("must be from 1 to 16" + System.lineSeparator());
  }

  @Test
  void portInUseIsExitCodeOneAndNamedWithItsFlag() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      int other = freePort();
      String data = folder.resolve("cluster").toString();
      assertThat(
              execute("cluster --nodes 1 --http-port " + port + " --port " + other, "--data", data))
          .isEqualTo(1);
      assertThat(err.toString())
          .startsWith("aitta: port " + port + " (for HTTP of n1) cannot be used")
          .contains("--http-port");
      assertThat(Path.of(data)).doesNotExist();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private int execute(String line, String flag, String value) {
    String[] words = line.split(" ");
    String[] all = Arrays.copyOf(words, words.length + 2);
    all[words.length] = flag;
    all[words.length + 1] = value;
    return execute(all);
  }

  private int execute(String... args) {
    CommandLine command = AittaCommand.commandLine();
    command.setOut(new PrintWriter(out, true));
    command.setErr(new PrintWriter(err, true));
    return command.execute(args);
  }
}
