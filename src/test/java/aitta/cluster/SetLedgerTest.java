package aitta.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SetLedgerTest {
  private final SetLedger ledger = new SetLedger();

  @Test
  void acknowledgedElementThatIsMissingIsFound() {
    add("k", "a", true);
    add("k", "b", true);
    assertThat(ledger.violations("k", List.of("a", "b"))).isEmpty();
    assertThat(ledger.violations("k", List.of("b"))).singleElement().asString().contains("[a]");
    assertThat(ledger.violations("k", List.of())).singleElement().asString().contains("[a, b]");
  }

  @Test
  void elementWithoutAnAnswerMayBeThereOrNot() {
    add("k", "a", false);
    assertThat(ledger.violations("k", List.of())).isEmpty();
    assertThat(ledger.violations("k", List.of("a"))).isEmpty();
    assertThat(ledger.acknowledgedCount()).isZero();
  }

  @Test
  void elementOfAnotherKeyIsInvented() {
    add("k", "a", true);
    add("other", "x", true);
    assertThat(ledger.violations("k", List.of("a", "x")))
        .singleElement()
        .asString()
        .contains("nobody added: [x]");
    assertThat(ledger.keys()).containsExactly("k", "other");
  }

  private void add(String key, String element, boolean answered) {
    ledger.attempt(key, element);
    if (answered) {
      ledger.acknowledge(key, element);
    }
  }
}
