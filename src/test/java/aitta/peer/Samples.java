package aitta.peer;

import aitta.model.Key;
import aitta.model.NodeId;
import aitta.quorum.Level;
import aitta.request.Outcome;
import aitta.request.Request;
import aitta.version.Context;
import aitta.version.Dot;
import aitta.version.Precondition;
import aitta.version.Siblings;
import aitta.version.Version;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One message of every kind, and every form of what they carry; the golden file has their bytes.
 */
final class Samples {
  private static final NodeId NODE = new NodeId("node-2");
  private static final Key KEY = new Key("bucket", new byte[] {0, -1, '/'});
  private static final Dot DOT = new Dot(0x0123456789abcdefL, 300);
  private static final Siblings SET =
      Siblings.EMPTY
          .write(
              Context.EMPTY,
              new Version(
                  DOT, 1L << 40, false, false, 1_800_000_000_000L, "text/ä", "gzip", bytes("one")))
          .write(Context.EMPTY, Version.tombstone(new Dot(-2, 1), 1L << 41, true));

  private Samples() {}

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static Map<String, Envelope> envelopes() {
    Map<String, Envelope> all = new LinkedHashMap<>();
    messages()
        .forEach(
            (name, message) ->
                all.put(name, new Envelope(NODE, 1_790_000_000_000L, 2000, message)));
    return all;
  }

  private static Map<String, PeerMessage> messages() {
    Map<String, PeerMessage> all = new LinkedHashMap<>();
    all.put("fetch", new PeerMessage.Fetch(1, KEY, true));
    all.put("store", new PeerMessage.Store(2, KEY, SET));
    all.put("claim", new PeerMessage.Claim(3, KEY, 1L << 50));
    all.put("store-ballot", new PeerMessage.StoreBallot(4, KEY, SET, 1L << 50 | 7));
    all.put("fetch-hint", new PeerMessage.FetchHint(5, KEY, List.of(NODE), false));
    all.put("keep", new PeerMessage.Keep(6, KEY, Set.of(NODE), SET));
    all.put("report", new PeerMessage.Report(0, 8, 9, Map.of(NODE, 10L), 11, true));
    writes()
        .forEach((name, write) -> all.put("forward-" + name, new PeerMessage.Forward(7, write, 1500)));
    all.put("full", new PeerMessage.Full(8, SET, true));
    all.put("known", new PeerMessage.Known(9, SET.summary(), false));
    all.put("stored", new PeerMessage.Stored(10, 1L << 41));
    all.put("kept", new PeerMessage.Kept(11, Set.of(NODE)));
    all.put("claimed", new PeerMessage.Claimed(12));
    for (PeerMessage.Reason reason : PeerMessage.Reason.values()) {
      all.put("refused-" + reason, new PeerMessage.Refused(13, reason, "because of ä"));
    }
    outcomes()
        .forEach(
            (name, outcome) ->
                all.put("forwarded-" + name, new PeerMessage.Forwarded(14, outcome)));
    return all;
  }

  private static Map<String, Request.Write> writes() {
    Request.Supersedes all = Request.Supersedes.AllKnown.INSTANCE;
    Request.Supersedes nothing = Request.Supersedes.Nothing.INSTANCE;
    Map<String, Request.Write> writes = new LinkedHashMap<>();
    writes.put("plain", write(all, null, Level.QUORUM));
    writes.put("beside", write(nothing, null, Level.ALL));
    writes.put("after", write(new Request.Supersedes.Exactly(SET.seen()), null, Level.ONE));
    writes.put("nothing-live", write(all, Precondition.NothingLive.INSTANCE, Level.ONE));
    writes.put("something-live", write(all, Precondition.SomethingLive.INSTANCE, Level.ONE));
    writes.put("matches", write(all, new Precondition.Matches(Set.of("1-2")), new Level(3)));
    writes.put("matches-none", write(all, new Precondition.MatchesNone(Set.of("1-2")), Level.ONE));
    return writes;
  }

  private static Request.Write write(
      Request.Supersedes supersedes, Precondition precondition, Level w) {
    return new Request.Write(
        KEY, null, supersedes, precondition, w, true, false, Duration.ofMillis(1500));
  }

  /** Apart from the others: its content is an array, which has no equality. */
  static Request.Write writeWithContent() {
    Request.Content content = new Request.Content(bytes("value"), "a/b", "br", 17);
    Request.Supersedes all = Request.Supersedes.AllKnown.INSTANCE;
    return new Request.Write(
        KEY, content, all, null, Level.QUORUM, false, true, Duration.ofSeconds(2));
  }

  private static Map<String, Outcome> outcomes() {
    Map<String, Outcome> outcomes = new LinkedHashMap<>();
    outcomes.put("done", new Outcome.WriteDone(SET, DOT, SET.seen(), 2, 3));
    outcomes.put("precondition-failed", new Outcome.PreconditionFailed(SET));
    outcomes.put("quorum-not-met", new Outcome.QuorumNotMet(2, 1, "too few"));
    outcomes.put("too-many", new Outcome.TooManySiblings(101, 1L << 24));
    outcomes.put("invalid-context", new Outcome.InvalidContext("not ours"));
    outcomes.put("overloaded", new Outcome.Overloaded("full"));
    outcomes.put("not-ready", new Outcome.NotReady("starting"));
    outcomes.put("failed", new Outcome.Failed("id-1", "a defect"));
    return outcomes;
  }
}
