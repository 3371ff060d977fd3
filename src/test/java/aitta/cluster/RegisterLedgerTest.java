package aitta.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RegisterLedgerTest {
  private final RegisterLedger strict = new RegisterLedger("k", true);
  private final RegisterLedger sloppy = new RegisterLedger("k", false);

  @Test
  void acknowledgedWriteMustBeSeen() {
    strict.acknowledge(strict.write("a"));
    strict.acknowledge(strict.write("b"));
    assertThat(strict.violations(1, List.of("b"))).isEmpty();
    assertThat(strict.violations(1, List.of())).singleElement().asString().contains("misses");
    assertThat(strict.violations(1, List.of("a"))).hasSize(2);
  }

  @Test
  void readThatBeganEarlierMayHaveSeenWhatWasThereThen() {
    strict.acknowledge(strict.write("a"));
    int before = strict.lastAcknowledged();
    strict.acknowledge(strict.write("b"));
    assertThat(strict.violations(before, List.of("a"))).isEmpty();
    assertThat(strict.violations(before, List.of("b"))).isEmpty();
    assertThat(strict.violations(-1, List.of())).isEmpty();
  }

  @Test
  void writeWithoutAnAnswerMayShowUpBesideALaterOneOrInsteadOfAnEarlier() {
    strict.acknowledge(strict.write("a"));
    strict.write("unanswered");
    assertThat(strict.violations(0, List.of("a"))).isEmpty();
    assertThat(strict.violations(0, List.of("unanswered"))).isEmpty();
    strict.acknowledge(strict.write("c"));
    assertThat(strict.violations(2, List.of("unanswered", "c"))).isEmpty();
    assertThat(strict.violations(2, List.of("unanswered")))
        .singleElement()
        .asString()
        .contains("misses write 2 of 'c'");
  }

  @Test
  void strictQuorumsNeverShowAnOlderAcknowledgedWriteAgainAndSloppyOnesOnlyBeside() {
    for (RegisterLedger ledger : List.of(strict, sloppy)) {
      ledger.acknowledge(ledger.write("a"));
      ledger.acknowledge(ledger.write("b"));
    }
    assertThat(strict.violations(1, List.of("a", "b")))
        .singleElement()
        .asString()
        .contains("'a' again");
    assertThat(sloppy.violations(1, List.of("a", "b"))).isEmpty();
    assertThat(sloppy.violations(1, List.of("a"))).singleElement().asString().contains("misses");
  }

  @Test
  void deletedKeyStaysAbsentAndReCreatedOneStays() {
    strict.acknowledge(strict.write("a"));
    strict.acknowledge(strict.delete());
    assertThat(strict.violations(1, List.of())).isEmpty();
    assertThat(strict.violations(1, List.of("a")))
        .singleElement()
        .asString()
        .contains("'a' again, after write 1 of nothing");
    strict.acknowledge(strict.write("b"));
    assertThat(strict.violations(2, List.of("b"))).isEmpty();
    assertThat(strict.violations(2, List.of())).singleElement().asString().contains("misses");
  }

  @Test
  void deleteWithoutAnAnswerExplainsThatNothingIsSeen() {
    strict.acknowledge(strict.write("a"));
    int number = strict.delete();
    assertThat(strict.violations(0, List.of())).isEmpty();
    assertThat(strict.violations(0, List.of("a"))).isEmpty();
    strict.refuse(number);
    assertThat(strict.violations(0, List.of())).singleElement().asString().contains("misses");
  }

  @Test
  void inventedAndRefusedValuesAreFound() {
    strict.acknowledge(strict.write("a"));
    strict.refuse(strict.write("refused"));
    assertThat(strict.violations(0, List.of("a", "x")))
        .singleElement()
        .asString()
        .contains("'x', which nobody wrote");
    assertThat(strict.violations(0, List.of("refused", "a")))
        .singleElement()
        .asString()
        .contains("was refused");
  }
}
