package aitta.version;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a client is shown, under both policies. */
class ViewTest {
  private static final long NOW = 10_000;

  @Test
  void nothingWasWritten() {
    assertThat(View.of(Siblings.EMPTY, false, NOW)).isEqualTo(View.Nothing.INSTANCE);
    assertThat(View.of(Siblings.EMPTY, true, NOW)).isEqualTo(View.Nothing.INSTANCE);
    assertThat(View.Nothing.INSTANCE.currentEtag()).isNull();
  }

  @Test
  void aVersionThatStandsAloneIsShownAsItIs() {
    Version live = live(1, 5);
    for (boolean latest : new boolean[] {false, true}) {
      View view = View.of(set(live), latest, NOW);
      assertThat(view).isEqualTo(new View.One(live));
      assertThat(view.currentEtag()).isEqualTo(live.etag());
    }
  }

  @Test
  void onlyTombstonesOrExpiredVersionsAreNothing() {
    Siblings gone = set(deleted(1, 5), expiring(2, 6, NOW), deleted(3, 7));
    assertThat(View.of(gone, false, NOW)).isEqualTo(View.Nothing.INSTANCE);
    assertThat(View.of(gone, true, NOW)).isEqualTo(View.Nothing.INSTANCE);
  }

  @Test
  void siblingsAreShownTogetherWithTheTombstonesAmongThem() {
    Siblings mixed = set(live(1, 5), deleted(2, 9), expiring(3, 7, NOW));
    assertThat(View.of(mixed, false, NOW)).isEqualTo(new View.Several(mixed.versions()));
  }

  @Test
  void underLatestTheNewestWinsWhateverPolicyItWasWrittenUnder() {
    Siblings mixed = set(live(1, 5), live(2, 9), live(3, 7));
    assertThat(View.of(mixed, true, NOW)).isEqualTo(new View.One(mixed.versions().get(1)));
    Version marked = Life.version(new Dot(0x40000, 1), 8, true, "marked");
    assertThat(View.of(mixed.write(Context.EMPTY, marked), true, NOW))
        .isEqualTo(new View.One(mixed.versions().get(1)));
    Version newest = Life.version(new Dot(0x50000, 1), 10, true, "newest");
    assertThat(View.of(mixed.write(Context.EMPTY, newest), true, NOW))
        .isEqualTo(new View.One(newest));
  }

  @Test
  void underLatestANewestThatIsDeletedOrExpiredHidesTheOlderOnes() {
    assertThat(View.of(set(live(1, 5), deleted(2, 9)), true, NOW)).isEqualTo(View.Nothing.INSTANCE);
    Siblings expiring = set(live(1, 5), expiring(2, 9, NOW));
    assertThat(View.of(expiring, true, NOW)).isEqualTo(View.Nothing.INSTANCE);
    assertThat(View.of(expiring, true, NOW - 1))
        .isEqualTo(new View.One(expiring.versions().get(1)));
  }

  @Test
  void underLatestEqualTimesAreDecidedByTheDot() {
    Siblings even = set(live(2, 5), live(1, 5));
    assertThat(View.of(even, true, NOW).currentEtag()).isEqualTo(live(2, 5).etag());
  }

  @Test
  void aVersionExpiresAtItsVeryMillisecondAndNotBefore() {
    Version version = expiring(1, 5, NOW);
    assertThat(version.isLive(NOW - 1)).isTrue();
    assertThat(version.isLive(NOW)).isFalse();
    assertThat(version.isLive(Long.MAX_VALUE)).isFalse();
    assertThat(live(1, 5).isLive(Long.MAX_VALUE)).as("0 is never").isTrue();
  }

  @Test
  void theTagOfASetChangesWheneverAVersionComesOrGoes() {
    List<Version> versions = List.of(live(1, 5), live(2, 5), deleted(3, 5), live(11, 5));
    Set<String> tags = new HashSet<>();
    int views = 0;
    for (int subset = 0; subset < 16; subset++) {
      List<Version> some = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        if ((subset >> i & 1) == 1) {
          some.add(versions.get(i));
        }
      }
      View view = View.of(set(some.toArray(Version[]::new)), false, NOW);
      if (view != View.Nothing.INSTANCE) {
        assertThat(view.currentEtag()).matches("[0-9a-f]+-[0-9a-f]+|s-[0-9a-f]{32}");
        tags.add(view.currentEtag());
        views++;
      }
    }
    assertThat(tags).hasSize(views);
  }

  private static Siblings set(Version... versions) {
    Siblings set = Siblings.EMPTY;
    for (Version version : versions) {
      set = set.write(Context.EMPTY, version);
    }
    return set;
  }

  private static Version live(long writer, long timestamp) {
    return expiring(writer, timestamp, 0);
  }

  private static Version deleted(long writer, long timestamp) {
    return Version.tombstone(new Dot(writer, 1), timestamp, false);
  }

  private static Version expiring(long writer, long timestamp, long atMillis) {
    return new Version(
        new Dot(writer, 1), timestamp, false, false, atMillis, "text/plain", "", new byte[1]);
  }
}
