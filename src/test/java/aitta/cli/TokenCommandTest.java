package aitta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import aitta.security.Grant;
import aitta.security.Principal;
import aitta.security.Role;
import aitta.security.TokensFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenCommandTest {
  @TempDir Path folder;
  private final CommandLineRun aitta = new CommandLineRun();

  @Test
  void whatIsPrintedIsWhatTheFileLetsIn() throws Exception {
    Path file = folder.resolve("tokens");
    assertThat(aitta.run("token ops admin --file " + file)).isZero();
    String ops = aitta.out().strip();
    assertThat(aitta.run("token shop writer:shop- reader:stock --file " + file)).isZero();
    String shop = aitta.out().strip();
    String text = Files.readString(file);
    assertThat(text.lines()).hasSize(2);
    assertThat(text).doesNotContain(ops, shop);
    assertThat(TokensFile.parse(text).authenticate(ops).mayEverywhere(Role.ADMIN)).isTrue();
    assertThat(TokensFile.parse(text).authenticate(shop))
        .isEqualTo(
            new Principal(
                "shop", List.of(new Grant(Role.WRITER, "shop-"), new Grant(Role.READER, "stock"))));
    assertThat(Files.getPosixFilePermissions(file)).hasSize(3);
  }

  @Test
  void withoutAFileTheLineIsShown() throws Exception {
    assertThat(aitta.run("token ci reader")).isZero();
    List<String> lines = aitta.out().lines().map(line -> line.substring(22)).toList();
    assertThat(TokensFile.parse(lines.get(1)).authenticate(lines.get(0)).id()).isEqualTo("ci");
  }

  @ParameterizedTest
  @ValueSource(strings = {"token", "token a", "token a root", "token a.b admin", "token a admin:*"})
  void whatCannotBeRightIsExitCodeTwo(String call) {
    assertThat(aitta.run(call)).isEqualTo(2);
    assertThat(aitta.out()).isEmpty();
  }

  @Test
  void anIdThatTheFileHasIsRefusedAndTheFileStays() throws Exception {
    Path file = folder.resolve("tokens");
    aitta.run("token ops admin --file " + file);
    String before = Files.readString(file);
    assertThat(aitta.run("token ops admin --file " + file)).isEqualTo(2);
    assertThat(aitta.err()).contains("'ops' was there before");
    assertThat(Files.readString(file)).isEqualTo(before);
  }
}
