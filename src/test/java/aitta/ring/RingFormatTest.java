package aitta.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aitta.model.NodeId;
import aitta.ring.Membership.State;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class RingFormatTest {
  /** What the golden sample holds: an uneven ring in the middle of its changes. */
  private static Ring sample() {
    NodeId one = new NodeId("node-1");
    NodeId two = new NodeId("node-2");
    NodeId late = new NodeId("late.one");
    List<Membership> members =
        List.of(
            new Membership(new RingMember(one, "north", 1), 1, State.PRESENT),
            new Membership(new RingMember(two, "south", 0.5), 2, State.REMOVED),
            new Membership(new RingMember(late, "south", 100), 70_000, State.PRESENT));
    List<RangeOwners> lists =
        IntStream.range(0, 16)
            .mapToObj(r -> new RangeOwners(r, 1 + r * r, r < 8 ? List.of(one, two) : List.of(two)))
            .toList();
    return new Ring("6f1c2a90-ring", 16, 2, members, new AgreedLists(lists, Set.of()))
        .withOwners(new RangeOwners(5, 27, List.of(late, one)))
        .withOwners(new RangeOwners(15, 300, List.of(new NodeId("not-yet-known"))));
  }

  @Test
  void theSampleOfVersion1IsReadForEver() throws IOException, RingFormatException {
    try (var golden = RingFormatTest.class.getResourceAsStream("ring-v1.bin")) {
      byte[] bytes = golden.readAllBytes();
      assertThat(RingFormat.decode(bytes)).isEqualTo(sample());
      assertThat(RingFormat.encode(sample())).isEqualTo(bytes);
    }
  }

  @Test
  void whatWasWrittenIsRead() throws RingFormatException {
    for (long seed = 0; seed < 30; seed++) {
      RandomGenerator random = Members.random(seed);
      List<RingMember> members = Members.wild(1 + random.nextInt(64), random);
      Ring ring =
          Ring.found("ring-" + seed, members, 16 << random.nextInt(7), 1 + random.nextInt(16))
              .withoutMember(members.get(0).id())
              .withLeaving(members.get(members.size() - 1).id())
              .withLeavingByForce(members.get(members.size() / 2).id())
              .withDecreed(List.of(new RangeOwners(3, 7, List.of(new NodeId("left")))));
      Ring read = RingFormat.decode(RingFormat.encode(ring));
      assertThat(read).as("seed %d", seed).isEqualTo(ring);
      assertThat(read.describe()).isEqualTo(ring.describe());
    }
  }

  @Test
  void isCompact() {
    Ring ring = Ring.found("r", Members.equal(5, 1, Members.random(1)), 128, 3);
    assertThat(RingFormat.encode(ring)).hasSizeLessThan(128 * 5 + 5 * 50 + 20);
  }

  @Test
  void everyFlippedBitIsNoticed() {
    byte[] bytes = RingFormat.encode(sample());
    for (int bit = 0; bit < bytes.length * 8; bit++) {
      byte[] damaged = bytes.clone();
      damaged[bit / 8] ^= (byte) (1 << bit % 8);
      assertThatThrownBy(() -> RingFormat.decode(damaged))
          .isInstanceOf(RingFormatException.class)
          .hasMessageContaining("checksum");
    }
  }

  @Test
  void everyTornEndIsNoticed() {
    byte[] bytes = RingFormat.encode(sample());
    for (int length = 0; length < bytes.length; length++) {
      byte[] torn = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> RingFormat.decode(torn)).isInstanceOf(RingFormatException.class);
    }
  }

  @Test
  void bytesThatOnlyLookRightAreRefusedWithTheReason() {
    byte[] bytes = RingFormat.encode(sample());
    for (int length = 1; length < bytes.length - 4; length++) {
      byte[] cut = signed(Arrays.copyOf(bytes, length));
      assertThatThrownBy(() -> RingFormat.decode(cut)).isInstanceOf(RingFormatException.class);
    }
    RandomGenerator random = Members.random(9);
    for (int i = 0; i < 4_000; i++) {
      byte[] changed = Arrays.copyOf(bytes, bytes.length - 4);
      changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
      decodesOrSaysWhy(signed(changed));
    }
  }

  private static void decodesOrSaysWhy(byte[] bytes) {
    try {
      assertThat(RingFormat.decode(bytes).ranges()).isPositive();
    } catch (RingFormatException refused) {
      assertThat(refused).hasMessageMatching("(?s).{10,}");
    }
  }

  @Test
  void saysWhatIsWrong() {
    byte[] body =
        Arrays.copyOf(RingFormat.encode(sample()), RingFormat.encode(sample()).length - 4);
    assertRefused(new byte[] {1, 2, 3}, "more than 3 bytes");
    assertRefused(signed(Arrays.copyOf(body, body.length + 2)), "2 bytes too many");
    assertRefused(signed(Arrays.copyOf(body, body.length - 1)), "ends in the middle");
    byte[] newer = body.clone();
    newer[0] = 2;
    assertRefused(signed(newer), "format version 2; this program reads version 1");
    byte[] moreReplicas = body.clone();
    moreReplicas[2 + "6f1c2a90-ring".length() + 1] = 77;
    assertRefused(signed(moreReplicas), "1 to 16, not 77");
    byte[] moreNodes = body.clone();
    moreNodes[2 + "6f1c2a90-ring".length() + 2] = 127;
    assertRefused(signed(moreNodes), "no possible ring");
  }

  private static void assertRefused(byte[] bytes, String reason) {
    assertThatThrownBy(() -> RingFormat.decode(bytes))
        .isInstanceOf(RingFormatException.class)
        .hasMessageContaining(reason);
  }

  /** The body with a right checksum, as if it had been written so. */
  private static byte[] signed(byte[] body) {
    CRC32C crc = new CRC32C();
    crc.update(body);
    return ByteBuffer.allocate(body.length + 4).put(body).putInt((int) crc.getValue()).array();
  }
}
