package aitta.membership;

import static aitta.membership.Samples.id;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ClaimsTest {
  private static final Claims FIRST = Claims.NONE.claimedBy(id(1), "a");

  @Test
  void theLaterClaimHolds() {
    Claims later = FIRST.claimedBy(id(1), "b");
    assertThat(FIRST.join(later)).isEqualTo(later);
    assertThat(later.join(FIRST)).isEqualTo(later);
    assertThat(later.isHeldBy(id(1), "b")).isTrue();
    assertThat(later.isHeldBy(id(1), "a")).isFalse();
  }

  @Test
  void onlyADirectoryThatHeldAPlaceIsOvertaken() {
    Claims later = FIRST.claimedBy(id(1), "b");
    assertThat(FIRST.isOvertakenIn(later, id(1), "a")).isTrue();
    assertThat(FIRST.isOvertakenIn(later, id(1), "c")).isFalse();
    assertThat(later.isOvertakenIn(FIRST, id(1), "b")).isFalse();
    assertThat(FIRST.isOvertakenIn(FIRST.claimedBy(id(2), "b"), id(1), "a")).isFalse();
  }

  @Test
  void joiningIsCommutativeAssociativeAndIdempotent() {
    Random random = new Random(3);
    for (int round = 0; round < 200; round++) {
      Claims a = random(random);
      Claims b = random(random);
      Claims c = random(random);
      assertThat(a.join(b)).isEqualTo(b.join(a));
      assertThat(a.join(b).join(c)).isEqualTo(a.join(b.join(c)));
      assertThat(a.join(a)).isEqualTo(a);
    }
  }

  private static Claims random(Random random) {
    Claims claims = Claims.NONE;
    for (int i = random.nextInt(6); i > 0; i--) {
      claims = claims.claimedBy(id(1 + random.nextInt(2)), "d" + random.nextInt(3));
    }
    return claims;
  }
}
