package aitta.version;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The join as a least upper bound, over all states that random histories reach. */
class SiblingsLawsTest {
  private static final int HISTORIES = 20;

  @ParameterizedTest
  @EnumSource(History.Policy.class)
  void joinIsCommutativeAssociativeAndIdempotent(History.Policy policy) {
    forTriples(
        policy,
        (history, sets) -> {
          Siblings x = sets.get(0).real();
          Siblings y = sets.get(1).real();
          Siblings z = sets.get(2).real();
          String where = history.where();
          assertThat(x.join(y)).as(where).isEqualTo(y.join(x));
          assertThat(x.join(y).join(z)).as(where).isEqualTo(x.join(y.join(z)));
          assertThat(x.join(x)).as(where).isEqualTo(x);
          assertThat(x.join(y).join(y)).as(where).isEqualTo(x.join(y));
          assertThat(x.join(Siblings.EMPTY)).isEqualTo(x);
          assertThat(Siblings.EMPTY.join(x)).isEqualTo(x);
        });
  }

  @ParameterizedTest
  @EnumSource(History.Policy.class)
  void includesIsTheOrderOfTheJoin(History.Policy policy) {
    forTriples(
        policy,
        (history, sets) -> {
          Siblings x = sets.get(0).real();
          Siblings y = sets.get(1).real();
          Siblings z = sets.get(2).real();
          String where = history.where();
          assertThat(x.includes(y)).as(where).isEqualTo(x.join(y).equals(x));
          assertThat(x.summary().includes(y.summary())).as(where).isEqualTo(x.includes(y));
          assertThat(x.join(y).includes(x)).as(where).isTrue();
          assertThat(x.join(y).includes(y)).as(where).isTrue();
          assertThat(x.join(z).join(y).includes(y.join(z))).as(where).isTrue();
          if (x.includes(y) && y.includes(x)) {
            assertThat(x).as(where).isEqualTo(y);
          }
        });
  }

  @ParameterizedTest
  @EnumSource(History.Policy.class)
  void lackingAVersionMeansNeverHavingHeardOfIt(History.Policy policy) {
    forTriples(
        policy,
        (history, sets) -> {
          History.State x = sets.get(0);
          History.State y = sets.get(1);
          boolean lacks = !x.model().known().containsAll(y.model().alive(history.ledger));
          assertThat(x.real().summary().lacksVersionOf(y.real().summary()))
              .as(history.where())
              .isEqualTo(lacks);
          if (lacks) {
            assertThat(x.real().includes(y.real())).as(history.where()).isFalse();
          }
        });
  }

  @ParameterizedTest
  @EnumSource(History.Policy.class)
  void theSmallQuestionsAgreeWithTheVersions(History.Policy policy) {
    forTriples(
        policy,
        (history, sets) -> {
          Siblings x = sets.get(0).real();
          List<Version> versions = x.versions();
          assertThat(x.valueBytes())
              .isEqualTo(versions.stream().mapToLong(version -> version.value().length).sum());
          assertThat(x.hasLive(0)).isEqualTo(versions.stream().anyMatch(v -> !v.deleted()));
          assertThat(versions).allMatch(version -> x.find(version.dot()) == version);
          assertThat(versions).allMatch(v -> v.timestamp() <= x.highestTimestamp());
          assertThat(versions.stream().filter(Version::latest).count()).isLessThanOrEqualTo(1);
        });
  }

  private static void forTriples(
      History.Policy policy, BiConsumer<History, List<History.State>> law) {
    for (long seed = 1; seed <= HISTORIES; seed++) {
      History history = new History(seed, policy).run(60);
      SplittableRandom random = new SplittableRandom(seed);
      List<History.State> states = history.states;
      for (int i = 0; i < 200; i++) {
        law.accept(
            history,
            List.of(
                states.get(random.nextInt(states.size())),
                states.get(random.nextInt(states.size())),
                states.get(random.nextInt(states.size()))));
      }
    }
  }
}
