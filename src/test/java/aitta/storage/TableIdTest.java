package aitta.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableIdTest {
  /** In order. */
  private static final List<TableId> TABLES =
      List.of(
          TableId.range(0, 0),
          TableId.range(0, 1),
          TableId.range(0, Integer.MAX_VALUE),
          TableId.range(255, 256),
          TableId.range(256, 255),
          TableId.range(65_535, 0),
          TableId.hints(0),
          TableId.hints(7),
          new TableId((byte) 3, 1, 1),
          new TableId(Byte.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE));

  @Test
  void persistenceIdNamesTheTable() {
    assertThat(TableId.range(17, 1).persistenceId()).isEqualTo("range-17-1");
    assertThat(TableId.hints(0).persistenceId()).isEqualTo("hints-0-0");
  }

  @Test
  void persistenceIdIsReadBack() {
    for (TableId table : TABLES) {
      assertThat(TableId.parse(table.persistenceId())).isEqualTo(table);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "range",
        "range-1",
        "range-1-",
        "range--1-1",
        "range-01-1",
        "ranges-1-1",
        "kind1-1-1",
        "kind-1-1",
        "kind200-1-1",
        "range5-1-1",
        "range-9999999999-1",
        "range-1-1 "
      })
  void otherNamesAreRefused(String text) {
    assertThatThrownBy(() -> TableId.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void keysSortLikeTheirTables() {
    for (int i = 0; i < TABLES.size(); i++) {
      byte[] start = RowKeys.start(TABLES.get(i));
      byte[] end = RowKeys.end(TABLES.get(i));
      byte[] last = RowKeys.of(TABLES.get(i), RowKeys.LARGE, new byte[] {-1, -1});
      assertThat(Arrays.compareUnsigned(start, last)).isNegative();
      assertThat(Arrays.compareUnsigned(last, end)).isNegative();
      assertThat(RowKeys.table(last)).isEqualTo(TABLES.get(i));
      if (i + 1 < TABLES.size()) {
        assertThat(TABLES.get(i)).isLessThan(TABLES.get(i + 1));
        assertThat(Arrays.compareUnsigned(end, RowKeys.start(TABLES.get(i + 1))))
            .isLessThanOrEqualTo(0);
      }
    }
  }
}
