package aitta.membership;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftFoldersTest {
  @TempDir Path directory;

  private Path folder(String time) throws IOException {
    return Files.createDirectories(directory.resolve("set-aside-" + time).resolve("state"))
        .getParent();
  }

  @Test
  void eachFolderWaitsUntilItIsOfferedAndThenIsDoneOrHasSomethingLeft() throws IOException {
    assertThat(LeftFolders.count(directory)).isEqualTo(LeftFolders.Count.NONE);
    Path older = folder("20260101-000000-000");
    Path newer = folder("20260102-000000-000");
    Files.createDirectories(directory.resolve("state"));
    assertThat(LeftFolders.count(directory)).isEqualTo(new LeftFolders.Count(2, 0, 0));
    assertThat(LeftFolders.open(directory)).containsExactly(older, newer);

    Files.createDirectories(LeftFolders.list(older));
    assertThat(LeftFolders.count(directory)).isEqualTo(new LeftFolders.Count(2, 0, 0));
    LeftFolders.close(older, "1 left");
    LeftFolders.close(newer, "0 left");
    assertThat(LeftFolders.count(directory)).isEqualTo(new LeftFolders.Count(0, 1, 1));
    assertThat(LeftFolders.count(directory).kept()).isEqualTo(1);
    assertThat(LeftFolders.open(directory)).isEmpty();
  }
}
