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
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A copy whose data has been read back: what is on disk, what is on its way there, and how the copy
 * stands. Lives as long as one start of its log. Used by its replica's thread, which may wait for
 * the disk.
 */
final class OpenCopy {
  private static final long MAX_BATCH_BYTES = 4L << 20;

  private final int range;
  private final TableId table;
  private final ReplicaSetup shared;
  private final Consumer<RowLog.Append> log;
  private final ReplicaState state;
  private final Bookkeeping books;
  private final Waiters waiters;
  private final RangeAnswers answers;
  private final CopySets sets;
  private final Trust trust;
  private final AppliedReclaims reclaims;
  private final SentSets sent = new SentSets(); // while it is not fit
  private final Agreement agreement;
  private final Noting noting;
  private ReplicaState.Batch writing; // null while nothing is
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
    CopyNote note = CopyNote.decode(ready.note());
    boolean isNew = note.life() == 0;
    this.agreement = new Agreement(shared.self(), shared.store().get(table, Rows.OWNERS), list);
    Promise promise = Promise.decode(shared.store().get(table, Rows.PROMISE));
    this.state =
        new ReplicaState(Dot.drawWriter(shared.random()), note.figures(), promise, shared.limits());
    this.trust = new Trust(table, shared, state, note, ready.seqNr(), made, agreement.list());
    this.sets = new CopySets(table, shared.store(), state, shared.cache().ofCopy());
    this.books = new Bookkeeping(shared.ranges());
    this.waiters = new Waiters(range, state, trust::spokenLife, ready.seqNr());
    this.answers = new RangeAnswers(table, shared.store(), books, sets::newest);
    this.reclaims =
        new AppliedReclaims(
            range,
            shared,
            state,
            answers,
            sets::newest,
            isNew ? made.reclaims() : note.reclaims(),
            shared.store().get(table, Rows.RECLAIM));
    this.noting = new Noting(range, shared, state, trust, note);
    if (!isNew) { // one that is made here is there once its first event is
      readTree();
      publish();
    }
    noteLives();
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
    return trust.life();
  }

  Fitness fitness() {
    return trust.fitness();
  }

  Standing standing() {
    return standing(trust.life());
  }

  private Standing standing(long ofLife) {
    return new Standing(
        ofLife,
        waiters.seqNr(),
        reclaims.number(),
        isFit(),
        state.promised(),
        agreement.list().version(),
        agreement.pledge());
  }

  /** See {@link AppliedReclaims#outdatedBy}. */
  long outdatedBy() {
    return reclaims.outdatedBy();
  }

  /** See {@link AppliedReclaims#adopt}. */
  boolean adoptReclaims(long number) {
    boolean adopted = reclaims.adopt(number, trust);
    writeNext();
    return adopted;
  }

  /** Whether it has been judged so that its table's predecessors are of no use any more. */
  boolean isFit() {
    return trust.isFit();
  }

  private void forgetSentWhereFit() {
    if (isFit()) {
      sent.clear();
    }
  }

  void judge(RangeReplica.Verdict verdict) {
    trust.judge(verdict, agreement.list());
    forgetSentWhereFit();
    publish();
    writeNext();
  }

  // Owners

  /** A list that was decided, or decreed. */
  void learn(RangeOwners list) {
    RangeOwners before = agreement.list();
    if (agreement.learn(list)) {
      trust.learn(agreement.list(), agreement.list().mayBeDecreedAfter(before));
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
      Siblings stored = sets.stored(fetch.key());
      reply.accept(
          fetch.full()
              ? new PeerMessage.Full(fetch.id(), stored, isFit())
              : new PeerMessage.Known(fetch.id(), stored.summary(), isFit()));
    } else if (question instanceof PeerMessage.Store store) {
      noting.heard(from, store.life(), store.seqNr());
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
    Siblings joined = state.join(key, sets.newest(key), incoming);
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
    Siblings current = sets.newest(key);
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

  // The whole range

  void answer(NodeId from, RangeMessage.OfRange question, Consumer<PeerMessage.Reply> reply) {
    if (question instanceof RangeMessage.Compare compare) {
      learn(from, compare.mine());
      reclaims.compared(compare.mine().reclaims());
      compared(
          compare.id(),
          answers.compare(compare, standing(trust.spokenLife()), state.figures().keys()),
          reply);
    } else if (question instanceof RangeMessage.StoreSets store) {
      learn(from, store.mine());
      storeSets(from, store, reply);
    } else if (question instanceof RangeMessage.FetchReclaim fetch) {
      reply.accept(reclaims.last(fetch.id()));
    } else if (question instanceof RangeMessage.ApproveReclaim approve) {
      reply.accept(approve(approve));
    } else if (question instanceof RangeMessage.ApplyReclaim apply) {
      applyReclaim(from, apply, reply);
    } else {
      reply.accept(answers.look(question));
    }
  }

  private void compared(
      long id, RangeMessage.Compared compared, Consumer<PeerMessage.Reply> reply) {
    if (outdatedBy() > 0) {
      reply.accept(compared); // it goes, and counts for nothing
      return;
    }
    // What it says that it has must be on disk: whoever has the same may drop it by this answer.
    // So must the other copy's life be, before that one counts for anything.
    waiters.waitForNote(
        new Waiters.Waiter(
            id, stored -> reply.accept(stored instanceof PeerMessage.Stored ? compared : stored)));
  }

  private void learn(NodeId from, Standing standing) {
    noting.heard(from, standing.life(), standing.seqNr());
    state.adoptPromise(standing.promised());
    RowChange pledged = isFit() ? null : agreement.adopt(standing.list(), standing.pledge());
    if (pledged != null) {
      state.alsoWrite(pledged);
    }
    writeNext();
  }

  private void storeSets(
      NodeId from, RangeMessage.StoreSets store, Consumer<PeerMessage.Reply> reply) {
    if (!from.equals(shared.self()) && store.mine().reclaims() != reclaims.number()) {
      reply.accept(reclaims.olderMark(store.id())); // what was reclaimed must not come back with it
      return;
    }
    if (store.sets().isEmpty()) {
      waiters.waitForThisBatch(new Waiters.Waiter(store.id(), reply));
      return;
    }
    trust.takesOlder();
    Consumer<PeerMessage.Reply> all = Waiters.last(store.sets().size(), reply);
    for (RangeMessage.KeySet set : store.sets()) {
      join(set.key(), set.siblings(), store.id(), all);
    }
  }

  private PeerMessage.Reply approve(RangeMessage.ApproveReclaim approve) {
    if (!isFit()) {
      return notFit(approve.id());
    }
    // Whoever is to be an owner next may have been filled already, and is not asked.
    PeerMessage.Reply refusal = agreement.refusal(approve.id(), agreement.list().version());
    return refusal != null ? refusal : reclaims.approve(approve);
  }

  private void applyReclaim(
      NodeId from, RangeMessage.ApplyReclaim apply, Consumer<PeerMessage.Reply> reply) {
    switch (reclaims.apply(from, apply)) {
      case KNOWN -> waiters.waitForThisBatch(new Waiters.Waiter(apply.id(), reply));
      case AWAY -> reply.accept(reclaims.olderMark(apply.id()));
      case APPLIED -> {
        waiters.waitForNextBatch(new Waiters.Waiter(apply.id(), reply));
        writeNext();
      }
    }
  }

  /** Keys that have been dead for the grace. */
  List<DeadKey> deadKeys(int max) {
    return reclaims.deadKeys(max);
  }

  /** Takes in what could still be read of the table before this one. */
  void salvage(List<RangeMessage.KeySet> read) {
    for (RangeMessage.KeySet set : read) {
      state.join(set.key(), sets.newest(set.key()), set.siblings());
    }
    writeNext();
  }

  // The way to the disk

  /** See {@link Noting#noteLives}. */
  void noteLives() {
    noting.noteLives();
    writeNext();
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
    CopyNote note = noting.next(batch.figures(), reclaims.number());
    log.accept(new RowLog.Append(batch.number(), rows, note.encode()));
  }

  void written(long seqNr) {
    if (seqNr == 1 && !isFit()) {
      // Another table was in use before: a start must find this one, not that one.
      shared.store().flush();
    }
    state.written();
    sets.written(writing.sets().keySet());
    noting.written();
    writing = null;
    forgetSentWhereFit();
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
                trust.fitness(),
                trust.startedAt(),
                agreement.list(),
                agreement.isSealed(),
                trust.vouches(agreement.list()),
                trust.predecessor(agreement.list()),
                trust.isOfDecree(agreement.list())));
  }

  /** Its log has failed, or another table takes its place: whoever waits is told. */
  void close(String why) {
    shared.budget().use(-budgeted);
    budgeted = 0;
    shared.figures().restarting(range);
    waiters.fail(why);
  }
}
