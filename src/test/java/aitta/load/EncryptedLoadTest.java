package aitta.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aitta.credentials.TestAuthority;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Load on nodes that speak https. */
class EncryptedLoadTest {
  private final List<String> said = new ArrayList<>();

  private LoadPlan plan(FakeStore store, Path authorities, int valueBytes) {
    return new LoadPlan(
        List.of(store.url()),
        Workload.A,
        "load",
        20,
        valueBytes,
        0,
        4,
        0,
        "",
        "",
        "latest",
        true,
        Duration.ZERO,
        Duration.ofSeconds(60),
        200,
        Duration.ofSeconds(20),
        1,
        new LoadPlan.Access("", authorities));
  }

  @Test
  void valuesOfManyRecordsGoBothWaysAndAreChecked(@TempDir Path folder) throws Exception {
    TestAuthority farm = new TestAuthority(folder, "farm");
    try (FakeStore store = new FakeStore(farm.client(farm.issue("node")))) {
      for (int bytes : new int[] {64, 300_000}) {
        Report report =
            new LoadRun(plan(store, farm.authorities(), bytes), said::add).run().report();
        assertThat(report.operations()).isEqualTo(200);
        assertThat(report.failures()).isEmpty();
        assertThat(report.isRight()).isTrue();
      }
    }
  }

  @Test
  void nodesThatTheAuthorityDoesNotAnswerForAreNotTalkedTo(@TempDir Path folder) throws Exception {
    TestAuthority farm = new TestAuthority(folder, "farm");
    TestAuthority stranger = new TestAuthority(folder, "stranger");
    try (FakeStore store = new FakeStore(stranger.client(stranger.issue("node")))) {
      assertThatThrownBy(() -> new LoadRun(plan(store, farm.authorities(), 64), said::add).run())
          .isInstanceOf(IOException.class)
          .hasMessageContaining("certification path");
      assertThat(store.requests).hasValue(0);
    }
    assertThatThrownBy(
            () -> {
              try (FakeStore store = new FakeStore(farm.client(farm.issue("other")))) {
                new LoadRun(plan(store, folder.resolve("none.pem"), 64), said::add);
              }
            })
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("none.pem");
  }
}
