package aitta.antientropy;

import static org.assertj.core.api.Assertions.assertThat;

import aitta.antientropy.RangeExchanger.Task;
import aitta.model.NodeId;
import org.junit.jupiter.api.Test;

class AgendaTest {
  private final Agenda agenda = new Agenda(() -> 2);

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
