package aitta.hint;

import static org.assertj.core.api.Assertions.assertThat;

import aitta.model.Key;
import aitta.model.NodeId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AcknowledgementsTest {
  private static final HintId FIRST = new HintId(new NodeId("a"), Key.of("bucket", "key"));
  private static final HintId SECOND = new HintId(new NodeId("b"), Key.of("bucket", "key"));
  private final List<String> said = new ArrayList<>();
  private final Acknowledgements acknowledgements = new Acknowledgements();
  private final Acknowledgements.Waiter waiter =
      new Acknowledgements.Waiter(() -> said.add("kept"), () -> said.add("failed"));

  @Test
  void whatWaitsForNothingIsAcknowledgedAtOnce() {
    waiter.written();
    assertThat(said).containsExactly("kept");
  }

  @Test
  void theAcknowledgementGoesOutWithTheLastOfItsHints() {
    acknowledgements.waitFor(FIRST, waiter);
    acknowledgements.waitFor(SECOND, waiter);
    waiter.written();
    acknowledgements.writing(List.of(FIRST));
    acknowledgements.written();
    assertThat(said).isEmpty();
    acknowledgements.writing(List.of(SECOND));
    assertThat(said).isEmpty();
    acknowledgements.written();
    assertThat(said).containsExactly("kept");
  }

  @Test
  void whatIsBeingWrittenAlreadyIsWaitedForToo() {
    acknowledgements.waitForBatch(waiter);
    waiter.written();
    assertThat(said).isEmpty();
    acknowledgements.written();
    assertThat(said).containsExactly("kept");
  }

  @Test
  void aWaiterFailsOnceHoweverManyOfItsHintsWait() {
    acknowledgements.waitFor(FIRST, waiter);
    acknowledgements.waitFor(SECOND, waiter);
    acknowledgements.waitForBatch(waiter);
    waiter.written();
    acknowledgements.fail();
    assertThat(said).containsExactly("failed");
  }
}
