package aitta.antientropy;

import static org.assertj.core.api.Assertions.assertThat;

import aitta.antientropy.RangeExchanger.Task;
import aitta.model.NodeId;
import org.junit.jupiter.api.Test;

class AgendaTest {
  private int concurrency = 2;
  private final Agenda agenda = new Agenda(() -> concurrency);

  @Test
  void soManyAtOnceInTheOrderInWhichTheyCame() {
    for (int range = 0; range < 3; range++) {
      agenda.add(routine(range));
    }
    assertThat(agenda.next()).isEqualTo(routine(0));
    assertThat(agenda.next()).isEqualTo(routine(1));
    assertThat(agenda.next()).isNull();
    agenda.ended(routine(1));
    assertThat(agenda.next()).isEqualTo(routine(2));
  }

  @Test
  void howManyMayBeChangedWhileSomeAreUnderWay() {
    for (int range = 0; range < 4; range++) {
      agenda.add(routine(range));
    }
    agenda.next();
    agenda.next();
    concurrency = 3;
    assertThat(agenda.next()).isEqualTo(routine(2));
    concurrency = 1;
    agenda.ended(routine(0));
    agenda.ended(routine(1));
    assertThat(agenda.next()).isNull();
    agenda.ended(routine(2));
    assertThat(agenda.next()).isEqualTo(routine(3));
  }

  @Test
  void copiesThatAreBehindComeFirst() {
    agenda.add(routine(0));
    agenda.add(new Task(9, new NodeId("n2"), true));
    assertThat(agenda.next().catchUp()).isTrue();
  }

  @Test
  void whatWaitsIsNotAddedAgainAndWhatRunsIsBegunAgainOnlyAfterItsEnd() {
    agenda.add(routine(0));
    agenda.add(routine(0));
    assertThat(agenda.next()).isEqualTo(routine(0));
    agenda.add(routine(0));
    assertThat(agenda.next()).isNull();
    agenda.ended(routine(0));
    assertThat(agenda.next()).isEqualTo(routine(0));
    agenda.ended(routine(0));
    assertThat(agenda.next()).isNull();
  }

  private static Task routine(int range) {
    return new Task(range, new NodeId("n2"), false);
  }
}
