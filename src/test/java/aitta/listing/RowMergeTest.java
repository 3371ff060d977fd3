package aitta.listing;

import static org.assertj.core.api.Assertions.assertThat;

import aitta.model.Key;
import aitta.peer.ListMessage;
import aitta.replica.Rows;
import aitta.request.ListEntry;
import aitta.request.ListRequest;
import aitta.storage.RowChange;
import aitta.storage.StateSettings;
import aitta.storage.StateStore;
import aitta.storage.TableId;
import aitta.version.Context;
import aitta.version.Dot;
import aitta.version.Siblings;
import aitta.version.SiblingsFormat;
import aitta.version.Version;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowMergeTest {
  private static final long NOW = 1_000_000;

  @TempDir Path directory;
  private StateStore store;
  private long seqNr;
  private long counter;

  @BeforeEach
  void open() {
    store = StateStore.open(directory, StateSettings.defaults());
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void put(int range, String bucket, String key, String... values) {
    Siblings siblings = Siblings.EMPTY;
    for (String value : values) {
      siblings = siblings.write(Context.EMPTY, version(value));
    }
    apply(range, Rows.of(Key.of(bucket, key)), SiblingsFormat.encode(siblings));
  }

  private Version version(String value) {
    Dot dot = new Dot(Dot.FIRST_RANDOM, ++counter);
    if (value.equals("deleted")) {
      return Version.tombstone(dot, counter, false);
    }
    long expires = value.equals("expired") ? NOW : 0;
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    return new Version(dot, counter, false, false, expires, "a/b", "", bytes);
  }

  private void apply(int range, byte[] row, byte[] value) {
    TableId table = TableId.range(range, 1);
    store.apply(table, ++seqNr, List.of(RowChange.put(row, value)), new byte[0]);
  }

  private ListMessage.Rows list(ListRequest.Show show, String from, String to, int limit, int max) {
    return RowMerge.answer(
        store,
        range -> range == 3 ? null : TableId.range(range, 1),
        question(show, from, to, limit, List.of(0, 1, 2, 3)),
        NOW,
        max);
  }

  private static ListMessage.ListRows question(
      ListRequest.Show show, String from, String to, int limit, List<Integer> ranges) {
    return new ListMessage.ListRows(9, ranges, from, to, limit, 1 << 20, show, false);
  }

  private static List<String> names(ListMessage.Rows rows) {
    return rows.entries().stream().map(ListEntry::name).toList();
  }

  @Test
  void liveKeysOfAllTablesComeInOrder() {
    put(0, "b", "k2", "v");
    put(1, "b", "k1", "v");
    put(2, "b", "k3", "v");
    put(2, "a", "k", "v");
    put(1, "b", "deleted", "deleted");
    put(1, "b", "expired", "expired");
    put(0, "b", "half", "deleted", "v");
    apply(0, new byte[] {0, 'x'}, new byte[] {1}); // bookkeeping of the replica
    ListMessage.Rows rows = list(ListRequest.Show.KEYS, "", "", 100, 100);
    assertThat(names(rows)).containsExactly("a\0k", "b\0half", "b\0k1", "b\0k2", "b\0k3");
    assertThat(rows.reached()).isEmpty();
    assertThat(rows.missing()).containsExactly(3);
    assertThat(rows.id()).isEqualTo(9);
    assertThat(names(list(ListRequest.Show.KEYS, "b\0k1", "b\0k3", 100, 100)))
        .containsExactly("b\0k1", "b\0k2");
  }

  @Test
  void answerThatIsFullSaysWhereItStopped() {
    for (int i = 0; i < 9; i++) {
      put(i % 3, "b", "k" + i, i % 2 == 0 ? "v" : "deleted");
    }
    List<String> all = new ArrayList<>();
    String from = "";
    do {
      ListMessage.Rows rows = list(ListRequest.Show.KEYS, from, "", 2, 3);
      all.addAll(names(rows));
      from = rows.reached();
    } while (!from.isEmpty());
    assertThat(all).containsExactly("b\0k0", "b\0k2", "b\0k4", "b\0k6", "b\0k8");
  }

  @Test
  void tableThatIsDroppedBeforeItIsOpenedIsMissingAndNotEmpty() {
    put(0, "b", "k0", "v");
    put(1, "b", "k1", "v");
    Set<Integer> asked = new HashSet<>();
    ListMessage.Rows rows =
        RowMerge.answer(
            store,
            range -> {
              TableId table = TableId.range(range, 1);
              if (range == 1 && asked.add(range)) {
                store.drop(table);
                return table;
              }
              return range == 1 ? null : table;
            },
            question(ListRequest.Show.KEYS, "", "", 9, List.of(0, 1)),
            NOW,
            9);
    assertThat(names(rows)).containsExactly("b\0k0");
    assertThat(rows.missing()).containsExactly(1);
  }

  @Test
  void valuesAreLeftOutWhereTheyAreNotWanted() {
    put(0, "b", "k", "one", "three");
    ListEntry meta = list(ListRequest.Show.META, "", "", 9, 9).entries().get(0);
    assertThat(meta.sizes()).containsExactly(3L, 5L);
    assertThat(meta.versions()).allSatisfy(v -> assertThat(v.value()).isEmpty());
    ListEntry whole = list(ListRequest.Show.VALUES, "", "", 9, 9).entries().get(0);
    assertThat(whole.versions().get(1).value()).isEqualTo("three".getBytes());
  }

  @Test
  void bucketsAreNamedOnceHoweverManyKeysTheyHave() {
    for (int i = 0; i < 50; i++) {
      put(i % 3, "many", "k" + i, "v");
      put(i % 3, "gone", "k" + i, "deleted");
    }
    put(1, "a", "k", "v");
    put(2, "many.more", "k", "v");
    ListMessage.Rows rows = list(ListRequest.Show.BUCKETS, "", "", 100, 1000);
    assertThat(names(rows)).containsExactly("a", "many", "many.more");
    ListMessage.Rows first = list(ListRequest.Show.BUCKETS, "", "", 2, 1000);
    assertThat(names(first)).containsExactly("a", "many");
    assertThat(names(list(ListRequest.Show.BUCKETS, first.reached(), "", 2, 1000)))
        .containsExactly("many.more");
  }

  @Test
  void tableThatCannotBeReadIsMissing() {
    put(0, "b", "k1", "v");
    apply(1, Rows.of(Key.of("b", "k2")), new byte[] {99, 1, 2});
    put(2, "b", "k3", "v");
    ListMessage.Rows rows = list(ListRequest.Show.KEYS, "", "", 100, 100);
    assertThat(names(rows)).containsExactly("b\0k1", "b\0k3");
    assertThat(rows.missing()).containsExactly(3, 1);
  }
}
