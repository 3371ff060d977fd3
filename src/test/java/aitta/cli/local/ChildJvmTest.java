package aitta.cli.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChildJvmTest {
  private final NodePlan node = new NodePlan("n1", 7600, 8080, Path.of("/data/n1"));

  @Test
  void heapIsFixedAndSmallOnesAreCollectedSerially() {
    assertThat(Heap.parse("256m").flags())
        .containsExactly("-Xms256m", "-Xmx256m", "-XX:+UseSerialGC", "-XX:NewRatio=1");
    assertThat(Heap.parse("512M").flags()).contains("-XX:+UseSerialGC");
    assertThat(Heap.parse("2g").flags()).contains("-Xmx2048m", "-XX:+UseG1GC");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "512", "63m", "65g", "1.5g", "-1g", "512mb", "99999g"})
  void heapThatCannotBeIsRefusedByItsFlag(String text) {
    assertThatThrownBy(() -> Heap.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("--heap");
  }

  @Test
  void flagsComeBeforeTheProgramAndTheVerbBehindIt() {
    ChildJvm jvm = new ChildJvm(Path.of("/jdk/bin/java"), List.of("-jar", "a.jar"), new Heap(512));
    List<String> command = jvm.command(node);
    assertThat(command).startsWith("/jdk/bin/java", "-Xms512m");
    assertThat(command).endsWith("-jar", "a.jar", "node", "--die-with-parent");
    assertThat(command)
        .contains(
            "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "-XX:FreqInlineSize=100");
    assertThat(command).noneMatch(option -> option.startsWith("#"));
  }

  @Test
  void javaIsTheOneThatRuns() {
    assertThat(Files.isExecutable(ChildJvm.likeThisOne(new Heap(512)).java())).isTrue();
  }
}
