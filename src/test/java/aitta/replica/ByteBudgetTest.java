package aitta.replica;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ByteBudgetTest {
  @Test
  void itIsExhaustedAtItsLimitAndNotAnyMoreOnceBytesAreGivenBack() {
    ByteBudget budget = new ByteBudget(100);
    budget.use(99);
    assertThat(budget.isExhausted()).isFalse();
    budget.use(500); // one set may go over it
    assertThat(budget.isExhausted()).isTrue();
    budget.use(-500);
    assertThat(budget.isExhausted()).isFalse();
    assertThat(budget.used()).isEqualTo(99);
  }
}
