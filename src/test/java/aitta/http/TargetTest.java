package aitta.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TargetTest {

  @Test
  void originFormIsCutAtTheFirstQuestionMark() {
    assertThat(Target.of("/v1/a%3Fb?r=1?2")).isEqualTo(new Target("/v1/a%3Fb", "r=1?2"));
    assertThat(Target.of("/v1")).isEqualTo(new Target("/v1", null));
    assertThat(Target.of("/v1?")).isEqualTo(new Target("/v1", ""));
  }

  @Test
  void nothingIsFolded() {
    assertThat(Target.of("/a/../b/./c//d/%2e%2E").path()).isEqualTo("/a/../b/./c//d/%2e%2E");
    assertThat(Target.of("/a://b").path()).isEqualTo("/a://b");
  }

  @Test
  void absoluteFormLosesItsHost() {
    assertThat(Target.of("http://host:80/v1/x?y")).isEqualTo(new Target("/v1/x", "y"));
    assertThat(Target.of("HTTP://host?y")).isEqualTo(new Target("/", "y"));
    assertThat(Target.of("http://host")).isEqualTo(new Target("/", null));
  }

  @Test
  void asteriskStaysOne() {
    assertThat(Target.of("*")).isEqualTo(new Target("*", null));
  }
}
