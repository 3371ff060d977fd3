package aitta.node;

import static org.assertj.core.api.Assertions.assertThat;

import aitta.membership.DataDirectory;
import aitta.model.NodeId;
import aitta.replica.Heard;
import aitta.replica.PeerMarks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptMarksTest {
  private static final NodeId PEER = new NodeId("peer");
  @TempDir Path folder;

  @Test
  void whatWasHeardAfterTheLastEventOfARangeIsKnownAtTheNextStart() throws IOException {
    try (DataDirectory directory = open()) {
      PeerMarks marks = new PeerMarks();
      KeptMarks kept = new KeptMarks(directory, marks);
      marks.heard(3, PEER, 11, 5);
      kept.keep();
      marks.heard(3, PEER, 11, 6);
      kept.keep();
    }
    try (DataDirectory directory = open()) {
      assertThat(recalled(directory).of(3, PEER)).isEqualTo(new Heard(11, 6, 1));
    }
  }

  @Test
  void whatIsDamagedIsGoneOnWithout() throws IOException {
    try (DataDirectory directory = open()) {
      Files.write(directory.path().resolve("heard"), new byte[] {1, 2, 3});
      assertThat(recalled(directory).of(3, PEER)).isNull();
      directory.keepHeard(new byte[] {99});
      assertThat(recalled(directory).of(3, PEER)).isNull();
    }
  }

  private static PeerMarks recalled(DataDirectory directory) {
    PeerMarks marks = new PeerMarks();
    new KeptMarks(directory, marks);
    return marks;
  }

  private DataDirectory open() throws IOException {
    return DataDirectory.open(folder.resolve("data"), new NodeId("n1"), "aitta");
  }
}
