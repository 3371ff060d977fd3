package aitta.membership;

import static aitta.membership.Samples.at;
import static aitta.membership.Samples.gone;
import static aitta.membership.Samples.id;
import static aitta.membership.Samples.ids;
import static aitta.membership.Samples.joined;
import static aitta.membership.Samples.up;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aitta.ring.Ring;
import aitta.ring.RingMember;
import java.io.IOException;
import java.io.InputStream;
import java.io.NotSerializableException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MembershipSerializerTest {
  private static final Ring RING =
      Ring.found(
          "r",
          List.of(new RingMember(id(1), "default", 1.0), new RingMember(id(2), "other", 2.5)),
          16,
          2);

  private static final RingState STATE =
      new RingState(RING, Claims.NONE.claimedBy(id(1), "dir1").claimedBy(id(2), "dir2"));

  private final MembershipSerializer serializer = new MembershipSerializer();

  static Stream<Object> messages() {
    Status status = joined(1, "r", up(1), gone(2));
    return Stream.of(
        new Membership.Probe(77, status),
        new Membership.Answer(77, status),
        new Founding.Propose(id(1), at(1), RING, ids(1, 2)),
        new Founding.Voted(id(2), "r", FoundingVote.Answer.BOUND),
        new Founding.Kept(id(2), "r"),
        new Founding.Wanted(id(2), at(2)),
        RingRegistry.EMPTY.with(STATE));
  }

  private static Properties samples() throws IOException {
    Properties samples = new Properties();
    try (InputStream file =
        MembershipSerializerTest.class.getResourceAsStream("messages-1.properties")) {
      samples.load(file);
    }
    return samples;
  }

  @ParameterizedTest
  @MethodSource("messages")
  void messagesAreWrittenAndReadAsInTheSampleFile(Object message) throws IOException {
    String manifest = serializer.manifest(message);
    String sample = samples().getProperty(manifest);
    assertThat(HexFormat.of().formatHex(serializer.toBinary(message))).isEqualTo(sample);
    assertThat(serializer.fromBinary(HexFormat.of().parseHex(sample), manifest)).isEqualTo(message);
  }

  @Test
  void aHandedOutRingIsReadWithItsSecrets() throws IOException {
    Founding.HandOut message =
        new Founding.HandOut(at(1), STATE, List.of(new byte[] {1, 2, 3}), true);
    String sample = samples().getProperty(serializer.manifest(message));
    assertThat(HexFormat.of().formatHex(serializer.toBinary(message))).isEqualTo(sample);
    Founding.HandOut read =
        (Founding.HandOut)
            serializer.fromBinary(HexFormat.of().parseHex(sample), serializer.manifest(message));
    assertThat(read.given()).isEqualTo(STATE);
    assertThat(read.secrets()).containsExactly(new byte[] {1, 2, 3});
    assertThat(read.settled()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("messages")
  void whatIsCutShortIsRefused(Object message) {
    byte[] whole = serializer.toBinary(message);
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> serializer.fromBinary(cut, serializer.manifest(message)))
          .as("%d bytes", length)
          .isInstanceOf(NotSerializableException.class);
    }
  }

  @Test
  void aLaterFormatAndAnUnknownMessageAreRefused() {
    byte[] kept = serializer.toBinary(new Founding.Kept(id(2), "r"));
    kept[0] = 2;
    assertThatThrownBy(() -> serializer.fromBinary(kept, "kept")).hasMessageContaining("format 2");
    kept[0] = 1;
    assertThatThrownBy(() -> serializer.fromBinary(kept, "nothing"))
        .isInstanceOf(NotSerializableException.class);
  }
}
