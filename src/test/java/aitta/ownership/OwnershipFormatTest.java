package aitta.ownership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aitta.codec.MalformedException;
import aitta.model.NodeId;
import aitta.ring.RangeOwners;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OwnershipFormatTest {
  private static final NodeId A = new NodeId("a");
  private static final NodeId B = new NodeId("b");
  private static final RangeOwners LIST = new RangeOwners(300, 7, List.of(A, B));
  private static final Proposal PROPOSAL = new Proposal(1L << 40, B);
  private static final Acceptor SEALED =
      new Acceptor(LIST, PROPOSAL, new Accepted(PROPOSAL, new RangeOwners(300, 8, List.of(B))));

  static Stream<Acceptor> acceptors() {
    return Stream.of(Acceptor.of(LIST), new Acceptor(LIST, PROPOSAL, null), SEALED);
  }

  @ParameterizedTest
  @MethodSource("acceptors")
  void whatIsKeptComesBack(Acceptor acceptor) {
    byte[] row = OwnershipFormat.encode(acceptor);
    assertThat(OwnershipFormat.decode(row)).isEqualTo(acceptor);
    for (int length = 0; length < row.length; length++) {
      byte[] cut = Arrays.copyOf(row, length);
      assertThatThrownBy(() -> OwnershipFormat.decode(cut)).isInstanceOf(MalformedException.class);
    }
  }

  /** The bytes as they lie on disks. */
  @Test
  void formatOneStaysReadable() {
    String kept = "01ac0207020161016201808080808020016201808080808020" + "0162ac020801" + "0162";
    assertThat(HexFormat.of().formatHex(OwnershipFormat.encode(SEALED))).isEqualTo(kept);
    assertThat(OwnershipFormat.decode(HexFormat.of().parseHex(kept))).isEqualTo(SEALED);
  }

  @Test
  void otherFormatIsNamed() {
    byte[] row = OwnershipFormat.encode(SEALED);
    row[0] = 2;
    assertThatThrownBy(() -> OwnershipFormat.decode(row)).hasMessageContaining("format 2");
  }
}
