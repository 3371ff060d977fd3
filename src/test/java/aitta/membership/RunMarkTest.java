package aitta.membership;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunMarkTest {
  @TempDir Path folder;

  private RunMark begin(String boot, boolean periodic) throws IOException {
    return RunMark.begin(folder, true, boot, periodic);
  }

  @Test
  void newDirectoryHasNothingToLose() throws IOException {
    assertThat(RunMark.begin(folder, false, "boot-1", true).isSuspect()).isFalse();
  }

  @Test
  void processThatEndsLosesNothing() throws IOException {
    RunMark.begin(folder, false, "boot-1", true);
    assertThat(begin("boot-1", true).isSuspect()).isFalse();
  }

  @Test
  void machineThatStopsMayLoseWhatWasNotForced() throws IOException {
    RunMark.begin(folder, false, "boot-1", true);
    assertThat(begin("boot-2", true).isSuspect()).isTrue();
  }

  @Test
  void itIsNoticedAlsoWhenTheNextStartForcesAll() throws IOException {
    RunMark.begin(folder, false, "boot-1", true);
    assertThat(begin("boot-2", false).isSuspect()).isTrue();
  }

  @Test
  void machineThatStopsLosesNothingThatWasForced() throws IOException {
    RunMark.begin(folder, false, "boot-1", false);
    assertThat(begin("boot-2", true).isSuspect()).isFalse();
    begin("boot-2", true).close();
    assertThat(begin("boot-3", true).isSuspect()).isFalse();
  }

  @Test
  void whatIsSuspectStaysSoUntilItIsCleared() throws IOException {
    RunMark.begin(folder, false, "boot-1", true);
    begin("boot-2", true).close();
    RunMark again = begin("boot-2", false);
    assertThat(again.isSuspect()).isTrue();
    again.clear();
    assertThat(again.isSuspect()).isFalse();
    assertThat(begin("boot-2", true).isSuspect()).isFalse();
  }

  @Test
  void whereNobodyKnowsTheBootAnyStopMayHaveBeenTheMachine() throws IOException {
    RunMark.begin(folder, false, "", true);
    assertThat(begin("", true).isSuspect()).isTrue();
  }

  @Test
  void markThatIsMissingOrDamagedTellsNothingGood() throws IOException {
    assertThat(begin("boot-1", false).isSuspect()).isTrue();
    Files.writeString(folder.resolve("running"), "no mark");
    assertThat(begin("boot-1", false).isSuspect()).isTrue();
    assertThat(folder.resolve("running.damaged")).exists();
  }
}
