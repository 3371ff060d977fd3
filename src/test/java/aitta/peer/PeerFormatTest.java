package aitta.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aitta.codec.MalformedException;
import aitta.model.Key;
import aitta.model.NodeId;
import aitta.request.Outcome;
import aitta.request.Request;
import aitta.version.Context;
import aitta.version.Dot;
import aitta.version.Newest;
import aitta.version.Summary;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PeerFormatTest {
  private final Map<String, Envelope> samples = Samples.envelopes();

  @Test
  void everyKindOfMessageAndOutcomeComesBackAsItWas() {
    samples.forEach(
        (name, sent) ->
            assertThat(PeerFormat.decode(PeerFormat.encode(sent)))
                .as(name)
                .usingRecursiveComparison()
                .isEqualTo(sent));
  }

  @Test
  void aForwardedWriteKeepsItsContent() {
    Request.Write write = Samples.writeWithContent();
    Envelope envelope =
        new Envelope(new NodeId("n"), 9, 1, 2, new PeerMessage.Forward(3, write, 1500));
    Envelope back = PeerFormat.decode(PeerFormat.encode(envelope));
    assertThat(((PeerMessage.Forward) back.message()).write())
        .usingRecursiveComparison()
        .isEqualTo(write);
  }

  @Test
  void noKindIsForgotten() {
    Set<Class<?>> seen = new HashSet<>();
    for (Envelope envelope : samples.values()) {
      seen.add(envelope.message().getClass());
      if (envelope.message() instanceof PeerMessage.Forwarded forwarded) {
        seen.add(forwarded.outcome().getClass());
      }
    }
    Set<Class<?>> all = new HashSet<>();
    leaves(PeerMessage.class, all);
    leaves(Outcome.class, all);
    all.remove(Outcome.ReadDone.class); // reads are not forwarded
    assertThat(seen).isEqualTo(all);
  }

  private static void leaves(Class<?> type, Set<Class<?>> into) {
    if (type.isSealed()) {
      Arrays.stream(type.getPermittedSubclasses()).forEach(sub -> leaves(sub, into));
    } else {
      into.add(type);
    }
  }

  @Test
  void whatIsCutShortIsMalformed() {
    samples.forEach(
        (name, envelope) -> {
          byte[] bytes = PeerFormat.encode(envelope);
          for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> PeerFormat.decode(cut))
                .as("%s, %d bytes", name, length)
                .isInstanceOf(MalformedException.class);
          }
        });
  }

  /** Nothing but a {@link MalformedException} is thrown, and what is read can be written again. */
  @Test
  void whatIsDamagedIsMalformedOrAnotherMessage() {
    Random random = new Random(20261122);
    samples.forEach(
        (name, envelope) -> {
          byte[] bytes = PeerFormat.encode(envelope);
          for (int round = 0; round < 20 * bytes.length; round++) {
            byte[] damaged = bytes.clone();
            damaged[round % bytes.length] = (byte) random.nextInt();
            try {
              PeerFormat.encode(PeerFormat.decode(damaged));
            } catch (MalformedException e) {
              assertThat(e.getMessage()).as(name).isNotBlank();
            }
          }
        });
  }

  @Test
  void theBoundHoldsForTheLongestNames() {
    Set<NodeId> nodes =
        IntStream.range(10, 26)
            .mapToObj(i -> new NodeId("n".repeat(62) + i))
            .collect(Collectors.toSet());
    NodeId node = nodes.iterator().next();
    Key key = new Key("b".repeat(128), new byte[1024]);
    Context context = Context.EMPTY;
    for (int i = 0; i < 200; i++) {
      context = context.with(new Dot(-1L - i, Long.MAX_VALUE));
    }
    Summary summary = new Summary(context, List.of(), Newest.NONE);
    RangeMessage.KeyHash hash = new RangeMessage.KeyHash(0xffff, key, -1);
    RangeMessage.DeadKey dead = new RangeMessage.DeadKey(key, summary);
    String detail = "\u20ac".repeat(5000);
    for (PeerMessage message :
        List.of(
            new PeerMessage.Claim(-1, key, -1, -1),
            new RangeMessage.KeyList(-1, Collections.nCopies(1000, hash), true),
            new RangeMessage.ListKeys(-1, -2, new int[] {-1, -1}, new byte[1153]),
            new RangeMessage.LastReclaim(-1, -1, -1, Collections.nCopies(256, dead)),
            new PeerMessage.FetchHint(-1, key, List.copyOf(nodes), true),
            new PeerMessage.Kept(-1, nodes),
            new PeerMessage.Known(-1, summary, true),
            new PeerMessage.Refused(-1, PeerMessage.Reason.DISK, detail),
            new PeerMessage.Forwarded(-1, new Outcome.QuorumNotMet(2, 1, detail)),
            new PeerMessage.Report(-1, -1, -1, Map.of(node, -1L), -1, true, -1, List.of()))) {
      assertBounded(new Envelope(node, -1, -1, Integer.MAX_VALUE, message));
    }
    samples.values().forEach(PeerFormatTest::assertBounded);
  }

  private static void assertBounded(Envelope envelope) {
    assertThat(PeerFormat.encode(envelope).length)
        .as("%s", envelope.message().getClass())
        .isLessThanOrEqualTo(PeerFormat.sizeBound(envelope.message()));
  }

  /** Every later version must read these, so the file never changes: a new format gets its own. */
  @Test
  void formatOneIsRead() throws IOException {
    Map<String, Envelope> read = new LinkedHashMap<>();
    golden().forEach((name, bytes) -> read.put(name, PeerFormat.decode(bytes)));
    assertThat(read).usingRecursiveComparison().isEqualTo(samples);
  }

  private static Map<String, byte[]> golden() throws IOException {
    try (InputStream in = PeerFormatTest.class.getResourceAsStream("format-1.txt")) {
      Map<String, byte[]> golden = new LinkedHashMap<>();
      for (String line : new String(in.readAllBytes(), StandardCharsets.US_ASCII).split("\n")) {
        String[] parts = line.split(" ");
        golden.put(parts[0], HexFormat.of().parseHex(parts[1]));
      }
      return golden;
    }
  }
}
