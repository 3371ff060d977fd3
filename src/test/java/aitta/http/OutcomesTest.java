package aitta.http;

import static org.assertj.core.api.Assertions.assertThat;

import aitta.api.Problem;
import aitta.request.Outcome;
import aitta.version.Siblings;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OutcomesTest {
  private static final List<Outcome> FAILED =
      List.of(
          new Outcome.QuorumNotMet(2, 1, "only n1 answered"),
          new Outcome.TooManySiblings(101, 5),
          new Outcome.InvalidContext("names versions that were never written"),
          new Outcome.Overloaded("busy"),
          new Outcome.NotReady("leaving"),
          new Outcome.Failed("abc", "damaged"));
  private static final Set<Class<?>> SHOWN_ELSEWHERE =
      Set.of(Outcome.ReadDone.class, Outcome.WriteDone.class, Outcome.PreconditionFailed.class);

  @Test
  void everyKindOfOutcomeIsAnswered() {
    Set<Class<?>> answered =
        Stream.concat(FAILED.stream().map(Object::getClass), SHOWN_ELSEWHERE.stream())
            .collect(Collectors.toSet());
    assertThat(answered).containsExactlyInAnyOrder(Outcome.class.getPermittedSubclasses());
  }

  @Test
  void eachHasItsStatus() {
    assertThat(FAILED.stream().map(outcome -> Outcomes.refusal(outcome).problem().status()))
        .containsExactly(503, 409, 400, 429, 503, 500);
  }

  @Test
  void fieldsOfTheirOwnAreKept() {
    Problem few = Outcomes.refusal(FAILED.get(0)).problem();
    assertThat(few.required()).isEqualTo(2);
    assertThat(few.received()).isEqualTo(1);
    assertThat(Outcomes.refusal(FAILED.get(5)).problem().id()).isEqualTo("abc");
  }

  @Test
  void whatShowsTheStateIsNoRefusal() {
    org.assertj.core.api.Assertions.assertThatIllegalArgumentException()
        .isThrownBy(() -> Outcomes.refusal(new Outcome.PreconditionFailed(Siblings.EMPTY)));
  }
}
