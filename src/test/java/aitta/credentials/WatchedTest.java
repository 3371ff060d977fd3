package aitta.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchedTest {
  @TempDir Path folder;
  private Path file;
  private Watched<String> watched;

  @BeforeEach
  void open() throws Exception {
    file = Files.writeString(folder.resolve("file"), "one");
    watched = new Watched<>("Words", List.of(file), WatchedTest::read);
  }

  private static String read(List<byte[]> files) throws BadCredentialsException {
    String text = Watched.text(files.get(0));
    if (text.contains("bad")) {
      throw new BadCredentialsException("it says " + text);
    }
    return text;
  }

  @Test
  void aChangeIsTakenInOnceItWasSeenTwice() throws Exception {
    Files.writeString(file, "tw");
    watched.look();
    assertThat(watched.current()).isEqualTo("one");
    Files.writeString(file, "two");
    watched.look();
    assertThat(watched.current()).isEqualTo("one");
    watched.look();
    assertThat(watched.current()).isEqualTo("two");
  }

  @Test
  void whatIsWrongChangesNothingAndIsCountedOnce() throws Exception {
    Files.writeString(file, "bad");
    for (int i = 0; i < 5; i++) {
      watched.look();
    }
    assertThat(watched.current()).isEqualTo("one");
    assertThat(watched.failures()).isEqualTo(1);
    assertThat(watched.isStale()).isTrue();
    Files.delete(file);
    watched.look();
    assertThat(watched.current()).isEqualTo("one");
    assertThat(watched.failures()).isEqualTo(2);
    Files.writeString(file, "three");
    watched.look();
    watched.look();
    assertThat(watched.current()).isEqualTo("three");
    assertThat(watched.isStale()).isFalse();
  }

  @Test
  void whatIsPutBackAsItWasIsWellAgain() throws Exception {
    Files.writeString(file, "bad");
    watched.look();
    watched.look();
    Files.writeString(file, "one");
    watched.look();
    assertThat(watched.isStale()).isFalse();
  }

  @Test
  void aFileThatIsNotThereAtTheStartIsRefused() {
    assertThatThrownBy(
            () -> new Watched<>("Words", List.of(folder.resolve("no")), WatchedTest::read))
        .isInstanceOf(BadCredentialsException.class)
        .hasMessageContaining("there is no file");
  }
}
