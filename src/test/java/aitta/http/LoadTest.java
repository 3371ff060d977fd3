package aitta.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LoadTest {
  private final Load load = new Load(2, 100);

  @Test
  void placesAreBoundedAndComeBack() throws Exception {
    load.enter();
    load.checkRoom();
    load.enter();
    assertThatThrownBy(load::checkRoom).isInstanceOf(Refusal.class);
    assertThatThrownBy(load::enter).hasMessageContaining("nothing was done");
    assertThat(load.requests()).isEqualTo(2);
    load.leave();
    load.enter();
  }

  @Test
  void refusedGrowthTakesNothing() throws Exception {
    Load.Room one = load.room();
    Load.Room two = load.room();
    one.grow(60);
    two.grow(40);
    assertThatThrownBy(() -> one.grow(1)).isInstanceOf(Refusal.class);
    assertThat(load.bodyBytes()).isEqualTo(100);
    one.giveBack();
    one.giveBack();
    assertThat(load.bodyBytes()).isEqualTo(40);
    two.giveBack();
    assertThat(load.bodyBytes()).isZero();
  }
}
