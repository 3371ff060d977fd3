package aitta.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is truly full: a small tmpfs in a mount namespace of the child process. */
class DiskFullIT {
  private static final String MOUNT_AND_RUN =
      "mount -t tmpfs -o size=48m none \"$0\" || exit 77; exec \"$@\"";

  @TempDir Path disk;

  @Test
  void storeRefusesWritesOnAFullDiskAndRecoversByItself() throws Exception {
    List<String> lines = new ArrayList<>();
    List<String> inNamespace =
        List.of("unshare", "--user", "--map-root-user", "--mount", "sh", "-c", MOUNT_AND_RUN);
    assumeTrue(canMount(inNamespace), "this machine lets nobody mount a disk for a test");
    List<String> before = new ArrayList<>(inNamespace);
    before.add(disk.toString());
    try (ChildJvm writer = ChildJvm.start(before, FullDiskWriter.class, disk.toString())) {
      for (String line = writer.line(); line != null; line = writer.line()) {
        lines.add(line);
      }
      assertThat(writer.exitCode()).as("%s", lines).isZero();
    }
    assertThat(lines)
        .containsExactly(
            "full: mark behind by 0",
            "first row kept",
            "flush finds the disk full",
            "recovered true",
            "flush succeeds",
            "kept up to the mark true");
  }

  private boolean canMount(List<String> inNamespace) throws Exception {
    List<String> command = new ArrayList<>(inNamespace);
    command.addAll(List.of(disk.toString(), "true"));
    try {
      return new ProcessBuilder(command).start().waitFor() == 0;
    } catch (java.io.IOException e) {
      return false; // no unshare here
    }
  }
}
