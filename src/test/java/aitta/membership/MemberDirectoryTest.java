package aitta.membership;

import static aitta.membership.Samples.at;
import static aitta.membership.Samples.facts;
import static aitta.membership.Samples.gone;
import static aitta.membership.Samples.id;
import static aitta.membership.Samples.joined;
import static aitta.membership.Samples.onDirectory;
import static aitta.membership.Samples.up;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MemberDirectoryTest {
  /** Node 2 in its second start, on another port. */
  private static final Sight RESTARTED =
      new Sight(facts(2, 2, ""), at(9), 22, Standing.WEAKLY_UP, Integer.MAX_VALUE, true);

  @Test
  void theNewerStartOnADirectoryStandsForTheNodeAndTheOlderOneIsOver() {
    MemberDirectory directory = MemberDirectory.of(List.of(up(1), gone(2), RESTARTED));
    assertThat(directory.current()).containsEntry(id(2), RESTARTED).containsEntry(id(1), up(1));
    assertThat(directory.superseded()).containsExactly(gone(2));
  }

  @Test
  void anOlderStartIsOverEvenBeforeItIsMissed() {
    assertThat(MemberDirectory.of(List.of(up(2), RESTARTED)).superseded()).containsExactly(up(2));
  }

  @Test
  void nobodyIsOverMerelyBecauseItCannotBeReached() {
    assertThat(MemberDirectory.of(List.of(up(1), gone(2), gone(3))).superseded()).isEmpty();
  }

  @Test
  void ofTwoReachableDirectoriesTheOneThatCameUpFirstStaysAndNoneIsDowned() {
    Sight intruder = onAnotherDirectory(7, true);
    MemberDirectory directory = MemberDirectory.of(List.of(intruder, up(2)));
    assertThat(directory.current()).containsEntry(id(2), up(2));
    assertThat(directory.superseded()).isEmpty();
  }

  @Test
  void aDirectoryThatCannotBeReachedGivesWayToOneThatCan() {
    Sight wiped = onAnotherDirectory(7, true);
    MemberDirectory directory = MemberDirectory.of(List.of(gone(2), wiped));
    assertThat(directory.current()).containsEntry(id(2), wiped);
    assertThat(directory.superseded()).containsExactly(gone(2));
  }

  @Test
  void betweenTwoDirectoriesThatCannotBeReachedNothingIsDecided() {
    Sight wiped = onAnotherDirectory(7, false);
    assertThat(MemberDirectory.of(List.of(gone(2), wiped)).superseded()).isEmpty();
  }

  @Test
  void membersOnTheirWayOutStandForNobody() {
    Sight down = new Sight(facts(2, 3, ""), at(8), 23, Standing.DOWN, 5, true);
    assertThat(MemberDirectory.of(List.of(up(2), down)).current()).containsEntry(id(2), up(2));
  }

  @Test
  void anotherClusterProvesAnOlderStartToBeOver() {
    MemberDirectory here = MemberDirectory.of(List.of(up(1), gone(2)));
    assertThat(here.provenOver(joined(2, "", RESTARTED))).containsExactly(gone(2));
    assertThat(here.provenOver(joined(2, "", up(2)))).isEmpty();
    assertThat(here.provenOver(joined(2, "", onAnotherDirectory(1, true)))).isEmpty();
  }

  private static Sight onAnotherDirectory(int age, boolean reachable) {
    return new Sight(
        onDirectory(facts(2, 1, ""), "elsewhere"), at(9), 29, Standing.UP, age, reachable);
  }
}
