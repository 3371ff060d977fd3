package aitta.peer;

import aitta.model.Key;
import aitta.model.NodeId;
import aitta.ownership.Accepted;
import aitta.ownership.Acceptor;
import aitta.ownership.Pledge;
import aitta.ownership.Proposal;
import aitta.quorum.Level;
import aitta.request.ListEntry;
import aitta.request.ListRequest;
import aitta.request.Outcome;
import aitta.request.Request;
import aitta.ring.RangeOwners;
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
                all.put(name, new Envelope(NODE, 1_790_000_000_000L, 300_000, 2000, message)));
    return all;
  }

  private static Map<String, PeerMessage> messages() {
    Map<String, PeerMessage> all = new LinkedHashMap<>();
    all.put("fetch", new PeerMessage.Fetch(1, KEY, true, 3));
    all.put("store", new PeerMessage.Store(2, KEY, SET, -3, 400, 3));
    all.put("claim", new PeerMessage.Claim(3, KEY, 1L << 50, -7, 3));
    all.put("store-ballot", new PeerMessage.StoreBallot(4, KEY, SET, 1L << 50 | 7, 300));
    all.put("fetch-hint", new PeerMessage.FetchHint(5, KEY, List.of(NODE), false));
    all.put("keep", new PeerMessage.Keep(6, KEY, Set.of(NODE), SET));
    List<Transfer> transfers =
        List.of(new Transfer(12, NODE, 13, 14, 15, 16), new Transfer(17, null, 18, 19, 20, -1));
    all.put("report", new PeerMessage.Report(0, 8, 9, Map.of(NODE, 10L), 11, true, 12, transfers));
    writes()
        .forEach(
            (name, write) -> all.put("forward-" + name, new PeerMessage.Forward(7, write, 1500)));
    all.put("full", new PeerMessage.Full(8, SET, true));
    all.put("known", new PeerMessage.Known(9, SET.summary(), false));
    all.put("stored", new PeerMessage.Stored(10, 1L << 41, true, -3, 400));
    all.put("stored-behind", new PeerMessage.Stored(10, 1L << 41, false, -3, 400));
    all.put("kept", new PeerMessage.Kept(11, Set.of(NODE)));
    all.put("claimed", new PeerMessage.Claimed(12));
    all.put("outbid", new PeerMessage.Outbid(12, 1L << 51));
    all.putAll(ofRanges());
    all.putAll(ofOwners());
    all.put("underway", new PeerMessage.Underway(13));
    all.put("list-rows", listRows());
    all.put("fetch-deletion", new ListMessage.FetchDeletion(16, "node-2-0a"));
    all.put("rows", rows());
    all.put("deletion-is", new ListMessage.DeletionIs(18, "{}"));
    all.put("ask", new ControlMessage.Ask(19, "backup-first", "{\"name\":\"ä\"}"));
    all.put("told", new ControlMessage.Told(19, "{}"));
    for (PeerMessage.Reason reason : PeerMessage.Reason.values()) {
      all.put("refused-" + reason, new PeerMessage.Refused(13, reason, "because of ä"));
    }
    outcomes()
        .forEach(
            (name, outcome) ->
                all.put("forwarded-" + name, new PeerMessage.Forwarded(14, outcome)));
    return all;
  }

  private static Map<String, PeerMessage> ofRanges() {
    Standing standing =
        new Standing(
            -3,
            400,
            5,
            true,
            1L << 50,
            3,
            new Pledge(
                new Proposal(9, NODE),
                new Accepted(new Proposal(8, NODE), new RangeOwners(17, 4, List.of(NODE)))));
    List<RangeMessage.KeySet> sets = List.of(new RangeMessage.KeySet(KEY, SET));
    List<RangeMessage.DeadKey> dead = List.of(new RangeMessage.DeadKey(KEY, SET.summary()));
    byte[] after = {'b', 0, -1};
    Map<String, PeerMessage> all = new LinkedHashMap<>();
    all.put("compare", new RangeMessage.Compare(20, 17, standing, -9));
    all.put("compared", new RangeMessage.Compared(20, standing, 300, new long[] {1, -2}));
    all.put("fetch-leaves", new RangeMessage.FetchLeaves(21, 17, new int[] {0, 31}));
    all.put("leaves", new RangeMessage.Leaves(21, new long[] {3, -4}));
    all.put("list-keys", new RangeMessage.ListKeys(22, 17, new int[] {7, 1023}, after));
    all.put(
        "key-list",
        new RangeMessage.KeyList(22, List.of(new RangeMessage.KeyHash(1023, KEY, -5)), true));
    all.put("fetch-sets", new RangeMessage.FetchSets(23, 17, List.of(KEY)));
    all.put("sets", new RangeMessage.Sets(23, sets));
    all.put("store-sets", new RangeMessage.StoreSets(24, 17, standing, sets));
    all.put("fetch-reclaim", new RangeMessage.FetchReclaim(25, 17));
    all.put("last-reclaim", new RangeMessage.LastReclaim(25, 5, -6, dead));
    all.put("approve-reclaim", new RangeMessage.ApproveReclaim(26, 17, 6, -6, dead));
    all.put("approved", new RangeMessage.Approved(26, new int[] {0}));
    all.put("apply-reclaim", new RangeMessage.ApplyReclaim(27, 17, 6, -6, dead));
    all.put(
        "confirm", new RangeMessage.Confirm(28, List.of(new RangeMessage.RangeLife(17, -3, 400))));
    all.put("confirmed", new RangeMessage.Confirmed(28, new int[] {17}, new int[] {300}));
    all.put("hints-about", new RangeMessage.HintsAbout(29, 17, List.of(KEY)));
    all.put("held-hints", new RangeMessage.HeldHints(29, new int[] {0}));
    all.put("start-repair", new RangeMessage.StartRepair(30, -1));
    all.put("started", new RangeMessage.Started(30));
    all.put("repair-progress", new RangeMessage.RepairProgress(31));
    all.put(
        "progress",
        new RangeMessage.Progress(
            31, List.of(new RangeMessage.RangeRepair(17, 1L << 40, 300, 2, true))));
    all.put("accept-loss", new RangeMessage.AcceptLoss(32, 17));
    return all;
  }

  private static Map<String, PeerMessage> ofOwners() {
    RangeOwners list = new RangeOwners(17, 300, List.of(NODE, new NodeId("n3")));
    Proposal proposal = new Proposal(1L << 40, NODE);
    Accepted accepted = new Accepted(proposal, list);
    Map<String, PeerMessage> all = new LinkedHashMap<>();
    all.put("prepare", new OwnerMessage.Prepare(40, 17, 300, proposal));
    all.put("accept", new OwnerMessage.Accept(41, proposal, list));
    all.put("decided", new OwnerMessage.Decided(0, list));
    all.put("ask-stands", new OwnerMessage.AskStands(42, 17));
    all.put("fill", new OwnerMessage.Fill(43, list, NODE, 1L << 40));
    all.put("promised", new OwnerMessage.Voted(40, new Acceptor.Promised(accepted)));
    all.put("promised-first", new OwnerMessage.Voted(40, new Acceptor.Promised(null)));
    all.put("sealed", new OwnerMessage.Voted(41, new Acceptor.Sealed()));
    all.put("outbid-list", new OwnerMessage.Voted(41, new Acceptor.Outbid(proposal)));
    all.put("decided-already", new OwnerMessage.Voted(41, new Acceptor.Decided(list)));
    all.put("unaware", new OwnerMessage.Voted(41, new Acceptor.Unaware(300)));
    all.put("stands", new OwnerMessage.Stands(42, list, true, false, 300, 1L << 40, List.of(NODE)));
    all.put("fill-is", new OwnerMessage.FillIs(43, true));
    all.put("list-is", new OwnerMessage.ListIs(44, list));
    return all;
  }

  private static ListMessage.ListRows listRows() {
    ListRequest.Show meta = ListRequest.Show.META;
    return new ListMessage.ListRows(
        15, List.of(0, 300), "b\0\u00ff", "b\1", 99, 70_000, meta, true);
  }

  private static ListMessage.Rows rows() {
    ListEntry entry = new ListEntry("b\0\u00ff", SET.versions(), List.of(3L, 0L));
    return new ListMessage.Rows(
        17, List.of(entry, new ListEntry("b\0k", List.of(), List.of())), "b\0l", List.of(300));
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
