package aitta.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ExpiryNoticeTest {
  private static final Instant END = Instant.parse("2026-12-01T00:00:00Z");

  private final ExpiryNotice notice = new ExpiryNotice();

  private ExpiryNotice.Stage before(Duration left) {
    return notice.look(END, END.minus(left));
  }

  @Test
  void eachStageIsToldOnce() {
    assertThat(before(Duration.ofDays(8))).isEqualTo(ExpiryNotice.Stage.FAR);
    assertThat(before(Duration.ofDays(7))).isEqualTo(ExpiryNotice.Stage.WEEK);
    assertThat(before(Duration.ofDays(6))).isEqualTo(ExpiryNotice.Stage.FAR);
    assertThat(before(Duration.ofHours(20))).isEqualTo(ExpiryNotice.Stage.DAY);
    assertThat(before(Duration.ofHours(1))).isEqualTo(ExpiryNotice.Stage.FAR);
    assertThat(before(Duration.ofSeconds(-1))).isEqualTo(ExpiryNotice.Stage.OVER);
    assertThat(before(Duration.ofDays(-1))).isEqualTo(ExpiryNotice.Stage.FAR);
  }

  @Test
  void anotherCertificateHasStagesOfItsOwn() {
    assertThat(before(Duration.ofSeconds(-1))).isEqualTo(ExpiryNotice.Stage.OVER);
    Instant now = END.plusSeconds(2);
    Instant later = END.plus(Duration.ofDays(90));
    assertThat(notice.look(later, now)).isEqualTo(ExpiryNotice.Stage.FAR);
    assertThat(notice.look(later, later)).isEqualTo(ExpiryNotice.Stage.OVER);
  }
}
