package aitta.antientropy;

import static org.assertj.core.api.Assertions.assertThat;

import aitta.model.Key;
import aitta.model.NodeId;
import aitta.ownership.Pledge;
import aitta.ownership.Proposal;
import aitta.replica.Writes;
import aitta.version.Context;
import aitta.version.Dot;
import aitta.version.Siblings;
import aitta.version.Version;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExchangeRoundTest {
  private static final int KEYS = 60;
  private final SimulatedCopy own = new SimulatedCopy();
  private final SimulatedCopy peer = new SimulatedCopy();
  private RandomGenerator random = RandomGenerator.of("L64X128MixRandom");

  @Test
  void copiesInSyncCostTwoQuestions() {
    fillAlike(KEYS);
    ExchangeDriver driver = driver(true);
    assertThat(driver.run()).isInstanceOfSatisfying(Step.Completed.class, this::isInSync);
    assertThat(driver.asked).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatThePeerHasSaidOfTheNextOwnersIsToldToWhoMayHaveLostItsOwnWord(boolean fit) {
    fillAlike(KEYS);
    own.fit = fit;
    peer.pledge = new Pledge(new Proposal(5, new NodeId("peer")), null);
    assertThat(driver(true).run()).isInstanceOfSatisfying(Step.Completed.class, this::isInSync);
    assertThat(own.heard.contains(peer.pledge)).isEqualTo(!fit);
  }

  @Test
  void twoEmptyCopiesAreInSync() {
    assertThat(driver(true).run()).isInstanceOfSatisfying(Step.Completed.class, this::isInSync);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void emptyCopyIsFilledFromEitherSide(boolean ownIsEmpty) {
    SimulatedCopy full = ownIsEmpty ? peer : own;
    IntStream.range(0, KEYS).forEach(i -> full.join(key(i), Writes.set(9, i + 1, "v")));
    ExchangeRound round = new ExchangeRound(SimulatedCopy.RANGE, false);
    ExchangeDriver driver = new ExchangeDriver(round, own, peer, random);
    assertThat(driver.run()).isInstanceOfSatisfying(Step.Completed.class, this::isInSync);
    assertThat(own.sets).isEqualTo(peer.sets).hasSize(KEYS);
    assertThat(full.stored).isEmpty();
    assertThat(round.keysRepaired()).isEqualTo(KEYS);
    assertThat(round.keysCompared()).isEqualTo(KEYS);
    assertThat(driver.pauses).isZero();
  }

  @Test
  void eachSideIsSentOnlyWhatItLacks() {
    fillAlike(KEYS);
    own.join(key(1), Writes.set(8, 1, "only here"));
    peer.join(key(2), Writes.set(8, 2, "only there"));
    assertThat(driver(true).run()).isInstanceOfSatisfying(Step.Completed.class, this::isInSync);
    assertThat(own.stored).containsExactly(key(2));
    assertThat(peer.stored).containsExactly(key(1));
    assertThat(own.sets).isEqualTo(peer.sets);
  }

  @Test
  void writeOnItsWayIsNotRepaired() {
    fillAlike(KEYS);
    Siblings written = own.get(key(5)).join(Writes.set(8, 1, "new"));
    own.join(key(5), written);
    ExchangeRound round = new ExchangeRound(SimulatedCopy.RANGE, true);
    ExchangeDriver driver = new ExchangeDriver(round, own, peer, random);
    driver.inPause = () -> peer.join(key(5), written);
    assertThat(driver.run()).isInstanceOfSatisfying(Step.Completed.class, this::isInSync);
    assertThat(driver.pauses).isEqualTo(1);
    assertThat(peer.stored).isEmpty();
    assertThat(round.keysRepaired()).isZero();
  }

  @Test
  void keyThatBothSidesKeepChangingIsLeftToALaterExchange() {
    fillAlike(KEYS);
    own.join(key(5), Writes.set(8, 1, "new"));
    ExchangeDriver driver = driver(true);
    driver.inPause =
        () -> {
          own.join(key(5), Writes.set(8, 2, "newer"));
          peer.join(key(5), Writes.set(8, 1, "new"));
        };
    assertThat(driver.run())
        .isInstanceOfSatisfying(
            Step.Completed.class, completed -> assertThat(completed.inSync()).isFalse());
    assertThat(peer.stored).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void copyThatAnotherTakesThePlaceOfMeanwhileIsNotTakenForTheOneThatWasThere(boolean ownIsLost) {
    fillAlike(KEYS);
    own.join(key(5), Writes.set(8, 1, "only here"));
    ExchangeDriver driver = driver(true);
    SimulatedCopy lost = ownIsLost ? own : peer;
    driver.inPause =
        () -> {
          lost.life++;
          lost.sets.clear();
        };
    assertThat(driver.run()).isInstanceOf(Step.Failed.class);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void reclaimIsBroughtToTheSideThatMissedItBeforeAnythingIsJoined(boolean ownIsBehind) {
    fillAlike(KEYS);
    List<Key> dead = List.of(key(3), key(4));
    dead.forEach(key -> deleteEverywhere(key));
    SimulatedCopy ahead = ownIsBehind ? peer : own;
    ahead.reclaim(dead);
    assertThat(driver(true).run()).isInstanceOfSatisfying(Step.Completed.class, this::isInSync);
    assertThat(own.mark).isEqualTo(1);
    assertThat(peer.mark).isEqualTo(1);
    assertThat(own.sets).isEqualTo(peer.sets).doesNotContainKeys(key(3), key(4));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void copyThatHoldsWhatWasDeletedBeforeAReclaimIsAnOldOne(boolean ownIsOld) {
    fillAlike(KEYS);
    SimulatedCopy old = ownIsOld ? own : peer;
    SimulatedCopy other = ownIsOld ? peer : own;
    delete(other, key(3));
    other.reclaim(List.of(key(3)));
    int before = other.sets.size();
    assertThat(driver(true).run())
        .isEqualTo(new Step.OldCopy(ownIsOld ? Side.OWN : Side.PEER, 1, 1));
    assertThat(other.sets).hasSize(before).doesNotContainKey(key(3));
    assertThat(old.mark).isZero();
  }

  @Test
  void copyThatMissedTwoReclaimsIsAnOldOne() {
    fillAlike(KEYS);
    peer.mark = 5;
    own.mark = 3;
    assertThat(driver(true).run()).isEqualTo(new Step.OldCopy(Side.OWN, 1, 5));
    own.mark = 8;
    assertThat(driver(true).run()).isEqualTo(new Step.OldCopy(Side.PEER, 1, 8));
  }

  @Test
  void brokenExchangeEndsOnceAndForAll() {
    fillAlike(KEYS);
    ExchangeRound round = new ExchangeRound(SimulatedCopy.RANGE, true);
    Step.Ask first = (Step.Ask) round.start().get(0);
    assertThat(round.broken("gone")).containsExactly(new Step.Failed("gone"));
    assertThat(round.broken("again")).isEmpty();
    assertThat(round.replied(first.tag(), own.answer(first.question().apply(1)))).isEmpty();
    assertThat(round.paused()).isEmpty();
  }

  /** Whatever happens, a copy never loses anything, and once it is quiet the copies meet. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void copiesMeetWhateverIsLostOrWrittenMeanwhile(int seed) {
    random = new SplittableRandom(seed);
    SimulatedCopy[] copies = {own, peer, new SimulatedCopy()};
    Map<Key, Siblings> all = new HashMap<>();
    for (int i = 0; i < 300; i++) {
      write(copies[random.nextInt(3)], all);
    }
    for (int i = 0; i < 12; i++) {
      int from = random.nextInt(3);
      SimulatedCopy to = copies[(from + 1 + random.nextInt(2)) % 3];
      ExchangeDriver driver = driver(copies[from], to, random.nextBoolean());
      driver.lossOfReplies = random.nextInt(3) * 0.05;
      driver.meanwhile = () -> maybe(0.05, () -> write(copies[random.nextInt(3)], all));
      driver.run();
      for (SimulatedCopy copy : copies) {
        copy.sets.forEach((key, set) -> assertThat(all.get(key).includes(set)).isTrue());
      }
    }
    for (int i = 0; i < 3; i++) {
      Step.End end = driver(copies[i], copies[(i + 1) % 3], random.nextBoolean()).run();
      assertThat(end)
          .as("seed %d", seed)
          .isInstanceOfSatisfying(Step.Completed.class, this::isInSync);
    }
    driver(copies[0], copies[1], true).run();
    for (SimulatedCopy copy : copies) {
      assertThat(copy.sets).as("seed %d", seed).isEqualTo(all);
    }
  }

  private void maybe(double chance, Runnable action) {
    if (random.nextDouble() < chance) {
      action.run();
    }
  }

  private long counter;

  /** By a writer that knows what the copy holds, as all owners are. */
  private void write(SimulatedCopy copy, Map<Key, Siblings> all) {
    Key key = key(random.nextInt(KEYS));
    Dot dot = new Dot(Dot.FIRST_RANDOM + random.nextInt(5), ++counter);
    Version version =
        random.nextInt(5) == 0
            ? Version.tombstone(dot, counter << 16, false)
            : Writes.set(dot.writer(), counter, "v" + counter).versions().get(0);
    // Each write under a fresh counter of its own: single dots, as contexts of clients make them.
    Siblings before = copy.get(key);
    Siblings one = Siblings.EMPTY.write(Context.EMPTY, version);
    Siblings after =
        random.nextBoolean()
            ? before.join(
                new Siblings(before.context().join(one.context()), one.versions(), one.newest()))
            : before.join(one);
    copy.join(key, after);
    all.merge(key, after, Siblings::join);
  }

  private void deleteEverywhere(Key key) {
    Siblings dead = own.get(key).join(peer.get(key));
    Version tombstone = Version.tombstone(new Dot(7, 1), 99L << 40, false);
    Siblings deleted = dead.write(dead.context(), tombstone);
    own.join(key, deleted);
    peer.join(key, deleted);
  }

  private static void delete(SimulatedCopy copy, Key key) {
    Siblings set = copy.get(key);
    Version tombstone = Version.tombstone(new Dot(7, 1), 99L << 40, false);
    copy.join(key, set.write(set.context(), tombstone));
  }

  private void fillAlike(int keys) {
    for (int i = 0; i < keys; i++) {
      own.join(key(i), Writes.set(9, i + 1, "v" + i));
      peer.join(key(i), Writes.set(9, i + 1, "v" + i));
    }
  }

  private static Key key(int i) {
    return Key.of("b", "k" + i);
  }

  private void isInSync(Step.Completed completed) {
    assertThat(completed.inSync()).isTrue();
  }

  private ExchangeDriver driver(boolean looksAgain) {
    return driver(own, peer, looksAgain);
  }

  private ExchangeDriver driver(SimulatedCopy from, SimulatedCopy to, boolean looksAgain) {
    return new ExchangeDriver(new ExchangeRound(SimulatedCopy.RANGE, looksAgain), from, to, random);
  }
}
