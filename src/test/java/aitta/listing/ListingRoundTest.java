package aitta.listing;

import static org.assertj.core.api.Assertions.assertThat;

import aitta.model.NodeId;
import aitta.peer.ListMessage;
import aitta.request.ListEntry;
import aitta.request.ListOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListingRoundTest {
  private static final NodeId A = new NodeId("a");
  private static final NodeId B = new NodeId("b");
  private static final NodeId C = new NodeId("c");

  private static ListingRound round(int limit, List<List<NodeId>> owners) {
    return new ListingRound(new ListingRound.Plan("", "", limit, 1 << 20), owners);
  }

  private static ListMessage.Rows rows(String reached, List<Integer> missing, String... names) {
    return new ListMessage.Rows(
        1,
        List.of(names).stream().map(name -> new ListEntry(name, List.of(), List.of())).toList(),
        reached,
        missing);
  }

  private static ListOutcome.Page page(ListingRound round) {
    return (ListOutcome.Page) ((ListingRound.Done) round.step()).outcome();
  }

  private static List<String> names(ListOutcome.Page page) {
    return page.entries().stream().map(ListEntry::name).toList();
  }

  @Test
  void rangesOfOneNodeAreAskedTogether() {
    ListingRound round = round(10, List.of(List.of(A, B), List.of(B, A), List.of(A, C)));
    List<ListingRound.Ask> asks = round.asks();
    assertThat(asks).extracting(ListingRound.Ask::node).containsExactly(A, B);
    assertThat(asks.get(0).ranges()).containsExactly(0, 2);
    assertThat(round.asks()).isEmpty();
    assertThat(round.step()).isEqualTo(ListingRound.Wait.INSTANCE);
  }

  @Test
  void pageWaitsForTheLowestRowOfAll() {
    ListingRound round = round(10, List.of(List.of(A), List.of(B)));
    round.asks();
    round.answered(1, rows("", List.of(), "k1", "k3"));
    assertThat(round.step()).isEqualTo(ListingRound.Wait.INSTANCE);
    round.answered(2, rows("k2x", List.of(), "k2"));
    assertThat(round.step()).isEqualTo(ListingRound.Wait.INSTANCE); // k2x might be below k3
    assertThat(round.asks()).extracting(ListingRound.Ask::from).containsExactly("k2x");
    round.answered(2, rows("", List.of()));
    assertThat(names(page(round))).containsExactly("k1", "k2", "k3");
    assertThat(page(round).next()).isNull();
  }

  @Test
  void nextIsToldWhereThereIsMoreAndThenAlone() {
    ListingRound more = round(2, List.of(List.of(A)));
    assertThat(more.asks().get(0).limit()).isEqualTo(3);
    more.answered(1, rows("", List.of(), "k1", "k2", "k3"));
    assertThat(names(page(more))).containsExactly("k1", "k2");
    assertThat(page(more).next()).isEqualTo("k3");
    ListingRound exact = round(2, List.of(List.of(A)));
    exact.asks();
    exact.answered(1, rows("", List.of(), "k1", "k2"));
    assertThat(page(exact).next()).isNull();
  }

  @Test
  void bucketThatSeveralRangesHaveIsShownOnce() {
    ListingRound round = round(2, List.of(List.of(A), List.of(B)));
    round.asks();
    round.answered(1, rows("", List.of(), "x", "y"));
    round.answered(2, rows("", List.of(), "x", "y"));
    assertThat(names(page(round))).containsExactly("x", "y");
    assertThat(page(round).next()).isNull();
  }

  @Test
  void anotherOwnerAnswersForWhatANodeCannot() {
    ListingRound round = round(10, List.of(List.of(A, B), List.of(A, C)));
    round.asks();
    round.answered(1, rows("", List.of(1), "k1"));
    assertThat(round.step()).isEqualTo(ListingRound.Wait.INSTANCE);
    List<ListingRound.Ask> again = round.asks();
    assertThat(again).extracting(ListingRound.Ask::node).containsExactly(C);
    assertThat(again.get(0).ranges()).containsExactly(1);
    round.answered(again.get(0).portion(), rows("", List.of(), "k0"));
    assertThat(names(page(round))).containsExactly("k0", "k1");
  }

  @Test
  void rangeWithoutAnOwnerMakesTheWholePageFail() {
    ListingRound none = round(10, List.of(List.of(A), List.of()));
    assertThat(((ListingRound.Done) none.step()).outcome())
        .isInstanceOf(ListOutcome.Incomplete.class);
    ListingRound failed = round(10, List.of(List.of(A), List.of(B)));
    failed.asks();
    failed.answered(1, rows("", List.of(), "k1"));
    failed.failed(2);
    assertThat(((ListingRound.Done) failed.step()).outcome())
        .isInstanceOf(ListOutcome.Incomplete.class);
  }

  @Test
  void thoseThatStaySilentAreReplacedWhereOthersCanBeAsked() {
    ListingRound round = round(10, List.of(List.of(A, B), List.of(C)));
    round.asks();
    assertThat(round.slow()).isTrue();
    assertThat(round.asks()).extracting(ListingRound.Ask::node).containsExactly(B);
    assertThat(round.slow()).isFalse();
    assertThat(round.awaited()).containsExactlyInAnyOrder(B, C);
    round.answered(1, rows("", List.of(), "late")); // from A after all: not counted twice
    round.answered(3, rows("", List.of(), "k"));
    round.answered(2, rows("", List.of()));
    assertThat(names(page(round))).containsExactly("k");
  }

  @Test
  void endOfTimeShowsWhatIsCompleteOrNothing() {
    ListingRound round = round(10, List.of(List.of(A), List.of(B)));
    round.asks();
    round.answered(1, rows("", List.of(), "k1", "k5"));
    assertThat(round.late()).isInstanceOf(ListOutcome.Incomplete.class);
    round.answered(2, rows("k3", List.of(), "k2"));
    round.step();
    ListOutcome.Page page = (ListOutcome.Page) round.late();
    assertThat(names(page)).containsExactly("k1", "k2");
    assertThat(page.next()).isEqualTo("k3");
  }

  @Test
  void answerThatGoesNowhereIsAFailure() {
    ListingRound round = round(10, List.of(List.of(A, B)));
    ListingRound.Ask first = round.asks().get(0);
    round.answered(first.portion(), rows("k", List.of()));
    ListingRound.Ask second = round.asks().get(0);
    round.answered(second.portion(), rows("k", List.of()));
    assertThat(round.asks().get(0).node()).isEqualTo(B);
  }

  /** Against a slow obvious merge, with nodes that fail at random. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void allPagesTogetherAreAllKeysOnceInOrder(long seed) {
    Random random = new Random(seed);
    int ranges = 1 + random.nextInt(300);
    List<TreeSet<String>> data = new ArrayList<>();
    TreeSet<String> expected = new TreeSet<>();
    IntStream.range(0, ranges).forEach(i -> data.add(new TreeSet<>()));
    for (int i = 0; i < 1000; i++) {
      String name = Integer.toString(random.nextInt(100_000), 36);
      if (expected.add(name)) {
        data.get(random.nextInt(ranges)).add(name);
      }
    }
    List<String> found = new ArrayList<>();
    String from = "";
    while (from != null) {
      ListOutcome.Page page = run(from, data, random);
      found.addAll(names(page));
      from = page.next();
    }
    assertThat(found).as("seed %d", seed).containsExactlyElementsOf(expected);
  }

  private static ListOutcome.Page run(String from, List<TreeSet<String>> data, Random random) {
    List<NodeId> nodes = List.of(A, B, C);
    List<List<NodeId>> owners = new ArrayList<>();
    for (int i = 0; i < data.size(); i++) {
      NodeId other = nodes.get(random.nextInt(2));
      owners.add(List.of(other, C));
    }
    ListingRound.Plan plan = new ListingRound.Plan(from, "", 1 + random.nextInt(100), 1 << 20);
    ListingRound round = new ListingRound(plan, owners);
    List<ListingRound.Ask> open = new ArrayList<>();
    while (true) {
      ListingRound.Step step = round.step();
      if (step instanceof ListingRound.Done done) {
        return (ListOutcome.Page) done.outcome();
      }
      open.addAll(round.asks());
      ListingRound.Ask ask = open.remove(random.nextInt(open.size()));
      boolean reliable = ask.node().equals(C);
      if (!reliable && random.nextInt(4) == 0) {
        round.failed(ask.portion());
      } else {
        round.answered(ask.portion(), answer(ask, data, !reliable && random.nextInt(4) == 0));
      }
    }
  }

  private static ListMessage.Rows answer(
      ListingRound.Ask ask, List<TreeSet<String>> data, boolean lacksOne) {
    List<Integer> missing = lacksOne ? List.of(ask.ranges().get(0)) : List.of();
    TreeMap<String, Integer> all = new TreeMap<>();
    for (int range : ask.ranges()) {
      if (!missing.contains(range)) {
        data.get(range).tailSet(ask.from()).forEach(name -> all.put(name, range));
      }
    }
    List<String> names = List.copyOf(all.keySet());
    int shown = Math.min(ask.limit(), names.size());
    String reached = shown < names.size() ? names.get(shown) : "";
    return rows(reached, missing, names.subList(0, shown).toArray(String[]::new));
  }
}
