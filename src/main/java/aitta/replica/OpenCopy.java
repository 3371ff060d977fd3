package aitta.replica;

import aitta.merkle.MerkleTree;
import aitta.model.Key;
import aitta.model.NodeId;
import aitta.peer.OwnerMessage;
import aitta.peer.PeerMessage;
import aitta.peer.PeerMessage.Reason;
import aitta.peer.RangeMessage;
import aitta.peer.RangeMessage.DeadKey;
import aitta.peer.Standing;
import aitta.ring.RangeOwners;
import aitta.storage.RowChange;
import aitta.storage.RowScan;
import aitta.storage.TableId;
import aitta.version.Dot;
import aitta.version.Siblings;
import aitta.version.SiblingsFormat;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * A copy whose data has been read back: what is on disk, what is on its way there, and how the copy
 * stands. Lives as long as one start of its log. Used by its replica's thread, which may wait for
 * the disk.
 */
final class OpenCopy {
  /** Trusted for no directory, as none has such a name. */
  private static final byte[] UNTOUCHED = new byte[0];

  private static final long MAX_BATCH_BYTES = 4L << 20;

  private final int range;
  private final TableId table;
  private final ReplicaSetup shared;
  private final Consumer<RowLog.Append> log;
  private final long startedAt;
  private final ReplicaState state;
  private final Bookkeeping books;
  private final Waiters waiters;
  private final RangeAnswers answers;
  private final RowCache.OfCopy cache;
  private final SentSets sent = new SentSets(); // while it is not fit
  private final Agreement agreement;
  private ReplicaState.Batch writing; // null while nothing is
  private long life;
  private Fitness fitness;
  private Witness witness = Witness.NONE; // while it is behind
  private boolean untouched; // made empty; has taken writes since, and nothing older
  private long outdatedBy; // number of a reclaim that was made while this copy was away
  private Reclaim lastReclaim;
  private long reclaims;
  private long budgeted;

  /**
   * @param ready where the table stands
   * @param made what a table is that has no event yet
   * @param list the newest of the range's owners that this node knows
   * @param log takes the next event, when the last one is done
   */
  OpenCopy(
      TableId table,
      ReplicaSetup shared,
      RowLog.Progress ready,
      CopyTables.Made made,
      RangeOwners list,
      Consumer<RowLog.Append> log) {
    this.range = table.range();
    this.table = table;
    this.shared = shared;
    this.log = log;
    this.startedAt = ready.seqNr();
    CopyNote note = CopyNote.decode(ready.note());
    boolean isNew = note.life() == 0;
    this.life = isNew ? Dot.drawWriter(shared.random()) : note.life();
    this.reclaims = isNew ? made.reclaims() : note.reclaims();
    this.agreement = new Agreement(shared.self(), shared.store().get(table, Rows.OWNERS), list);
    this.lastReclaim = Reclaim.decode(shared.store().get(table, Rows.RECLAIM));
    Promise promise = Promise.decode(shared.store().get(table, Rows.PROMISE));
    this.state =
        new ReplicaState(Dot.drawWriter(shared.random()), note.figures(), promise, shared.limits());
    this.cache = shared.cache().ofCopy();
    this.books = new Bookkeeping(shared.ranges());
    this.waiters = new Waiters(range, state, this::spokenLife, ready.seqNr());
    this.answers = new RangeAnswers(table, shared.store(), books, this::newest);
    if (isNew) {
      fitness = made.fresh() ? Fitness.FIT : Fitness.BEHIND;
      untouched = !made.fresh() && !made.salvaged();
      byte[] trust = made.fresh() ? bytesOf(shared.trust()) : untouched ? UNTOUCHED : null;
      state.alsoWrite(new RowChange(Rows.TRUST, trust));
    } else {
      fitness = Fitness.UNCONFIRMED;
      if (!isTrusted()) {
        becomeBehind();
      }
      note.heard().forEach((peer, mark) -> shared.marks().recall(range, peer, mark));
      readTree();
    }
    if (fitness == Fitness.BEHIND) {
      byte[] row = shared.store().get(table, Rows.WITNESS);
      witness = Witness.decode(row, shared.trust());
      bearWitness(agreement.list());
    }
    if (!isNew) { // one that is made here is there once its first event is
      publish();
    }
    writeNext();
  }

  private boolean isTrusted() {
    byte[] trusted = shared.store().get(table, Rows.TRUST);
    untouched = trusted != null && trusted.length == 0;
    return trusted != null && Arrays.equals(trusted, bytesOf(shared.trust()));
  }

  private static byte[] bytesOf(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Under another life, so that what was heard of this one cannot be held against it later. */
  private void becomeBehind() {
    fitness = Fitness.BEHIND;
    life = Dot.drawWriter(shared.random());
    state.alsoWrite(new RowChange(Rows.TRUST, untouched ? UNTOUCHED : null));
  }

  private void bearWitness(RangeOwners list) {
    Witness before = witness;
    witness = fitness == Fitness.BEHIND ? before.under(list, shared.self()) : Witness.NONE;
    if (!witness.equals(before)) {
      state.alsoWrite(witness.row(shared.trust()));
    }
  }

  private void readTree() {
    MerkleTree tree = books.tree();
    byte[] from = Rows.leaves();
    try (RowScan scan = shared.store().scan(table, from, Rows.behind(from))) {
      while (scan.next()) {
        tree.set(Rows.leafOf(scan.row()), Rows.hash(scan.value()));
      }
    }
  }

  long life() {
    return life;
  }

  Fitness fitness() {
    return fitness;
  }

  Standing standing() {
    return standing(life);
  }

  private Standing standing(long ofLife) {
    return new Standing(
        ofLife,
        waiters.seqNr(),
        reclaims,
        isFit(),
        state.promised(),
        agreement.list().version(),
        agreement.pledge());
  }

  /**
   * The life that others hear of: none while this copy may be older than it was, or they would take
   * what it writes now for what it has lost.
   */
  private long spokenLife() {
    return fitness == Fitness.UNCONFIRMED ? 0 : life;
  }

  private Standing spokenStanding() {
    return standing(spokenLife());
  }

  /** Number of a reclaim that was made while this copy was away; 0 for none. */
  long outdatedBy() {
    return outdatedBy;
  }

  /**
   * Counts as having applied all reclaims up to {@code number}, if nothing is in here from before
   * it: no more than the writes that came since this copy was made. What another copy brought, or
   * could be read of the table before this one, may have been deleted and forgotten since.
   *
   * @return false where that is not so
   */
  boolean adoptReclaims(long number) {
    outdatedBy = 0;
    if (!untouched) {
      return false;
    }
    reclaims = Math.max(reclaims, number);
    state.alsoWrite(new RowChange(Rows.TRUST, UNTOUCHED));
    writeNext();
    return true;
  }

  /** Whether it has been judged so that its table's predecessors are of no use any more. */
  boolean isFit() {
    return fitness == Fitness.FIT;
  }

  void judge(RangeReplica.Verdict verdict) {
    switch (verdict) {
      case CONFIRMED:
        fitness = fitness == Fitness.UNCONFIRMED ? Fitness.FIT : fitness;
        break;
      case DENIED:
        if (fitness == Fitness.UNCONFIRMED) {
          becomeBehind();
        }
        break;
      default: // it has caught up, or is to go on with what there is
        if (fitness != Fitness.FIT) {
          fitness = Fitness.FIT;
          untouched = false;
          // Trusted after a crash only if what the peers have promised is promised here, too.
          state.alsoWriteAfterPromise(new RowChange(Rows.TRUST, bytesOf(shared.trust())));
          bearWitness(agreement.list()); // no more
        }
    }
    if (isFit()) {
      sent.clear();
    }
    publish();
    writeNext();
  }

  // Owners

  /** A list that was decided. */
  void learn(RangeOwners list) {
    if (agreement.learn(list)) {
      bearWitness(agreement.list());
      publish();
      writeNext();
    }
  }

  /** Answers once what it says is on disk, and every set that came under the list before. */
  void vote(OwnerMessage.OfOwners question, Consumer<PeerMessage.Reply> reply) {
    Agreement.Vote vote = agreement.vote(question, isFit());
    PeerMessage.Reply voted = new OwnerMessage.Voted(question.id(), vote.reply());
    if (vote.change() == null) {
      reply.accept(voted);
      return;
    }
    publish();
    state.alsoWriteOnceDrained(vote.change());
    waiters.waitForVote(
        new Waiters.Waiter(
            question.id(),
            stored -> reply.accept(stored instanceof PeerMessage.Stored ? voted : stored)));
    writeNext();
  }

  boolean isSealed() {
    return agreement.isSealed();
  }

  // Keys

  void answer(NodeId from, PeerMessage.OfReplica question, Consumer<PeerMessage.Reply> reply) {
    PeerMessage.Reply refusal = agreement.refusal(question.id(), question.list());
    if (refusal != null) {
      reply.accept(refusal);
    } else if (question instanceof PeerMessage.Fetch fetch) {
      Siblings stored = fetched(fetch.key());
      reply.accept(
          fetch.full()
              ? new PeerMessage.Full(fetch.id(), stored, isFit())
              : new PeerMessage.Known(fetch.id(), stored.summary(), isFit()));
    } else if (question instanceof PeerMessage.Store store) {
      heard(from, store.life(), store.seqNr());
      join(store.key(), store.siblings(), store.id(), reply);
    } else if (question instanceof PeerMessage.StoreBallot store) {
      storeBallot(store, reply);
    } else if (question instanceof PeerMessage.Claim claim) {
      promise(claim, reply);
    }
  }

  private void storeBallot(PeerMessage.StoreBallot store, Consumer<PeerMessage.Reply> reply) {
    if (store.ballot() < state.promised()) {
      reply.accept(new PeerMessage.Outbid(store.id(), state.promised()));
    } else if (!isFit()) {
      // Taken in, but not counted: what this copy promised may be among what it has lost.
      join(store.key(), store.siblings(), 0, ignored -> reply.accept(notFit(store.id())));
    } else {
      join(store.key(), store.siblings(), store.id(), reply);
    }
  }

  private PeerMessage.Refused notFit(long id) {
    return new PeerMessage.Refused(
        id, Reason.NOT_FIT, "the copy of range " + range + " has not caught up");
  }

  private void promise(PeerMessage.Claim claim, Consumer<PeerMessage.Reply> reply) {
    if (!isFit()) {
      reply.accept(notFit(claim.id()));
      return;
    }
    if (!state.promise(claim.ballot(), claim.token())) {
      reply.accept(new PeerMessage.Outbid(claim.id(), state.promised()));
      return;
    }
    Consumer<PeerMessage.Reply> claimed =
        stored ->
            reply.accept(
                stored instanceof PeerMessage.Stored
                    ? new PeerMessage.Claimed(claim.id())
                    : stored);
    Waiters.Waiter waiter = new Waiters.Waiter(claim.id(), claimed);
    if (state.isPromiseWaiting()) {
      waiters.waitForPromise(waiter);
      writeNext();
    } else {
      waiters.waitForThisBatch(waiter); // the promise may be in it
    }
  }

  private void join(Key key, Siblings incoming, long id, Consumer<PeerMessage.Reply> reply) {
    shared.clock().observe(incoming.highestTimestamp());
    Siblings joined = state.join(key, newest(key), incoming);
    waiters.waitFor(key, new Waiters.Waiter(id, joined.toExceed(incoming), isFit(), reply));
    writeNext();
  }

  void mint(RangeReplica.Mint message) {
    PeerMessage.Reply refusal = agreement.refusal(0, message.list());
    if (refusal != null) {
      message.minted().accept(new RangeReplica.MintRefused(reasonOf(refusal), refusal.toString()));
      return;
    }
    Key key = message.write().key();
    long above = Math.max(message.above(), shared.clock().hybrid());
    Siblings current = newest(key);
    ReplicaState.Minting outcome =
        state.mint(
            current,
            isFit() ? current : sent.of(key),
            message.write(),
            message.learned(),
            above,
            shared.clock().millis());
    if (outcome instanceof ReplicaState.Minted minted) {
      if (!isFit() && !sent.keep(key, minted.siblings())) {
        state.renewWriter(Dot.drawWriter(shared.random()));
      }
      shared.clock().observe(minted.timestamp());
      waiters.waitFor(key, new Waiters.Waiter(0, minted.timestamp(), isFit(), message.stored()));
    }
    message.minted().accept(new RangeReplica.Minting(outcome));
    writeNext();
  }

  private static Reason reasonOf(PeerMessage.Reply refusal) {
    return refusal instanceof PeerMessage.Refused refused ? refused.reason() : Reason.NOT_OWNER;
  }

  private Siblings newest(Key key) {
    Siblings pending = state.pending(key);
    return pending != null ? pending : stored(key);
  }

  private Siblings stored(Key key) {
    Siblings known = cache.get(key);
    return known != null ? known : decoded(key);
  }

  private Siblings fetched(Key key) {
    Siblings known = cache.get(key);
    if (known == null) {
      known = decoded(key);
      cache.put(key, known);
    }
    return known;
  }

  private Siblings decoded(Key key) {
    byte[] row = shared.store().get(table, Rows.of(key));
    return row == null ? Siblings.EMPTY : SiblingsFormat.decode(row);
  }

  // The whole range

  void answer(NodeId from, RangeMessage.OfRange question, Consumer<PeerMessage.Reply> reply) {
    if (question instanceof RangeMessage.Compare compare) {
      learn(from, compare.mine());
      PeerMessage.Reply compared =
          answers.compare(compare, spokenStanding(), state.figures().keys());
      // What it says that it has must be on disk: whoever has the same may drop it by this answer.
      waiters.waitForThisBatch(
          new Waiters.Waiter(
              compare.id(),
              stored -> reply.accept(stored instanceof PeerMessage.Stored ? compared : stored)));
      outdatedBy = compare.mine().reclaims() > reclaims + 1 ? compare.mine().reclaims() : 0;
    } else if (question instanceof RangeMessage.StoreSets store) {
      learn(from, store.mine());
      storeSets(from, store, reply);
    } else if (question instanceof RangeMessage.FetchReclaim fetch) {
      reply.accept(
          new RangeMessage.LastReclaim(
              fetch.id(), lastReclaim.number(), lastReclaim.proposal(), lastReclaim.keys()));
    } else if (question instanceof RangeMessage.ApproveReclaim approve) {
      reply.accept(approve(approve));
    } else if (question instanceof RangeMessage.ApplyReclaim apply) {
      applyReclaim(from, apply, reply);
    } else {
      reply.accept(answers.look(question));
    }
  }

  private void learn(NodeId from, Standing standing) {
    heard(from, standing.life(), standing.seqNr());
    state.adoptPromise(standing.promised());
    RowChange pledged = isFit() ? null : agreement.adopt(standing.list(), standing.pledge());
    if (pledged != null) {
      state.alsoWrite(pledged);
    }
    writeNext();
  }

  private void storeSets(
      NodeId from, RangeMessage.StoreSets store, Consumer<PeerMessage.Reply> reply) {
    if (!from.equals(shared.self()) && store.mine().reclaims() != reclaims) {
      reply.accept(olderMark(store.id())); // what was reclaimed must not come back with it
      return;
    }
    if (store.sets().isEmpty()) {
      waiters.waitForThisBatch(new Waiters.Waiter(store.id(), reply));
      return;
    }
    if (untouched) {
      untouched = false;
      state.alsoWrite(new RowChange(Rows.TRUST, null)); // with the first of them
    }
    Consumer<PeerMessage.Reply> all = Waiters.last(store.sets().size(), reply);
    for (RangeMessage.KeySet set : store.sets()) {
      join(set.key(), set.siblings(), store.id(), all);
    }
  }

  private PeerMessage.Reply approve(RangeMessage.ApproveReclaim approve) {
    if (!isFit()) {
      return notFit(approve.id());
    }
    if (approve.number() != reclaims + 1) {
      return olderMark(approve.id());
    }
    // Whoever is to be an owner next may have been filled already, and is not asked.
    PeerMessage.Reply refusal = agreement.refusal(approve.id(), agreement.list().version());
    if (refusal != null) {
      return refusal;
    }
    long deadBefore = shared.clock().millis() - shared.grace().toMillis();
    return answers.approve(approve, deadBefore, key -> state.pending(key) != null);
  }

  private PeerMessage.Refused olderMark(long id) {
    return new PeerMessage.Refused(
        id, Reason.OLDER_MARK, "range " + range + " has applied reclaim " + reclaims + " last");
  }

  private void applyReclaim(
      NodeId from, RangeMessage.ApplyReclaim apply, Consumer<PeerMessage.Reply> reply) {
    if (apply.number() <= reclaims) {
      waiters.waitForThisBatch(new Waiters.Waiter(apply.id(), reply));
      return;
    }
    List<DeadKey> gone = answers.toForget(apply);
    if (apply.number() > reclaims + 1 || gone == null) {
      reply.accept(olderMark(apply.id()));
      outdatedBy = from.equals(shared.self()) ? 0 : apply.number(); // else the asker sees to it
      return;
    }
    for (DeadKey dead : gone) {
      state.forget(dead.key(), newest(dead.key()));
    }
    reclaims = apply.number();
    lastReclaim = new Reclaim(apply.number(), apply.proposal(), apply.keys());
    state.alsoWrite(new RowChange(Rows.RECLAIM, lastReclaim.encode()));
    waiters.waitForNextBatch(new Waiters.Waiter(apply.id(), reply));
    writeNext();
  }

  /** Keys that have been dead for the grace. */
  List<DeadKey> deadKeys(int max) {
    return answers.deadKeys(shared.clock().millis() - shared.grace().toMillis(), max);
  }

  /** Takes in what could still be read of the table before this one. */
  void salvage(List<RangeMessage.KeySet> sets) {
    for (RangeMessage.KeySet set : sets) {
      state.join(set.key(), newest(set.key()), set.siblings());
    }
    writeNext();
  }

  // The way to the disk

  private void heard(NodeId peer, long peerLife, long seqNr) {
    if (!peer.equals(shared.self())) {
      shared.marks().heard(range, peer, peerLife, seqNr);
    }
  }

  void writeNext() {
    settleBudget();
    ReplicaState.Batch batch = state.nextBatch(MAX_BATCH_BYTES);
    if (batch == null) {
      return;
    }
    writing = batch;
    List<RowChange> rows = new ArrayList<>(books.rows(batch));
    waiters.writing(batch);
    byte[] note = new CopyNote(batch.figures(), life, reclaims, shared.marks().of(range)).encode();
    log.accept(new RowLog.Append(batch.number(), rows, note));
  }

  void written(long seqNr) {
    if (seqNr == 1 && !isFit()) {
      // Another table was in use before: a start must find this one, not that one.
      shared.store().flush();
    }
    state.written();
    writing.sets().keySet().forEach(cache::drop);
    writing = null;
    settleBudget();
    waiters.reached(seqNr);
    publish();
    waiters.acknowledgeWritten();
    writeNext();
  }

  private void settleBudget() {
    long now = state.unwrittenBytes();
    shared.budget().use(now - budgeted);
    budgeted = now;
  }

  private void publish() {
    shared
        .figures()
        .put(
            range,
            new ReplicaFigures.Copy(
                table,
                state.figures(),
                standing(),
                fitness,
                startedAt,
                agreement.list(),
                agreement.isSealed(),
                witness.vouches(agreement.list())));
  }

  /** Its log has failed, or another table takes its place: whoever waits is told. */
  void close(String why) {
    shared.budget().use(-budgeted);
    budgeted = 0;
    shared.figures().restarting(range);
    waiters.fail(why);
  }
}
