package aitta.version;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@link Siblings} against {@link Knowledge}, over random lives of a key. */
class HistoryTest {
  private static final int HISTORIES = 100;

  @ParameterizedTest
  @EnumSource(History.Policy.class)
  void everyReplicaHoldsWhatTheModelHoldsAfterEachStep(History.Policy policy) {
    for (long seed = 1; seed <= HISTORIES; seed++) {
      new History(seed, policy).run(80);
    }
  }

  @ParameterizedTest
  @EnumSource(History.Policy.class)
  void replicasMeetWhateverTheOrderInWhichTheyHear(History.Policy policy) {
    for (long seed = 1; seed <= HISTORIES; seed++) {
      History history = new History(seed, policy).run(40);
      assertThat(history.settled().real()).as(history.where()).isEqualTo(history.settled().real());
    }
  }

  @ParameterizedTest
  @EnumSource(History.Policy.class)
  void aVersionIsGoneOnlyWhenOneThatHadSeenItOrBeatsItIsThere(History.Policy policy) {
    for (long seed = 1; seed <= HISTORIES; seed++) {
      History history = new History(seed, policy).run(40);
      History.State settled = history.settled();
      Set<Dot> alive = settled.model().alive(history.ledger);
      assertThat(history.ledger.past(alive)).as(history.where()).isEqualTo(history.ledger.dots());
      if (policy == History.Policy.LATEST && !history.ledger.dots().isEmpty()) {
        assertThat(alive).as(history.where()).hasSize(1);
      }
    }
  }
}
