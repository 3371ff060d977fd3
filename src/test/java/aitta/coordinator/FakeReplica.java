package aitta.coordinator;

import aitta.clock.NodeClock;
import aitta.model.Key;
import aitta.peer.PeerMessage;
import aitta.peer.PeerMessage.Reason;
import aitta.replica.Figures;
import aitta.replica.Promise;
import aitta.replica.RangeReplica;
import aitta.replica.ReplicaState;
import aitta.request.Request;
import aitta.version.Context;
import aitta.version.Dot;
import aitta.version.Siblings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** One owner's copy: minted and staged as in production, its disk a map that is slow on request. */
final class FakeReplica {
  private record Waiter(Runnable stored, Runnable failed) {}

  private final NodeClock clock;
  private final Consumer<Runnable> disk; // runs what is written when the disk is done
  private final RandomGenerator random;
  private final Map<Key, Siblings> stored = new HashMap<>();
  private Promise promisedOnDisk = Promise.NONE;
  private ReplicaState state;
  private List<Waiter> waiting = new ArrayList<>();
  private List<Waiter> writing = new ArrayList<>();
  private int starts;
  private Reason refusal; // null where it works
  private boolean fit = true;

  FakeReplica(NodeClock clock, Consumer<Runnable> disk, RandomGenerator random) {
    this.clock = clock;
    this.disk = disk;
    this.random = random;
    restart();
  }

  /** As after a crash: what was not on disk is gone, and so are its acknowledgements. */
  synchronized void restart() {
    starts++;
    waiting = new ArrayList<>();
    writing = new ArrayList<>();
    ReplicaState.Limits limits = new ReplicaState.Limits(100, 16L << 20);
    state = new ReplicaState(Dot.drawWriter(random), Figures.NONE, promisedOnDisk, limits);
  }

  synchronized void refuse(Reason reason) {
    refusal = reason;
  }

  synchronized void setFit(boolean isFit) {
    fit = isFit;
  }

  synchronized boolean isFit() {
    return fit;
  }

  /** As after a crash and with a new disk: nothing is left, and it has to catch up. */
  synchronized void wipe() {
    stored.clear();
    promisedOnDisk = Promise.NONE;
    fit = false;
    restart();
  }

  synchronized Siblings stored(Key key) {
    return stored.getOrDefault(key, Siblings.EMPTY);
  }

  synchronized void answer(
      PeerMessage.OfReplica question, long deadlineNanos, Consumer<PeerMessage.Reply> reply) {
    Reason reason = deadlineNanos - clock.nanos() < 0 ? Reason.LATE : refusal;
    if (reason != null) {
      reply.accept(new PeerMessage.Refused(question.id(), reason, "fake"));
    } else if (question instanceof PeerMessage.Fetch fetch) {
      Siblings found = stored(fetch.key());
      reply.accept(
          fetch.full()
              ? new PeerMessage.Full(fetch.id(), found, fit)
              : new PeerMessage.Known(fetch.id(), found.summary(), fit));
    } else if (question instanceof PeerMessage.Store store) {
      join(store.key(), store.siblings(), store.id(), reply);
    } else if (question instanceof PeerMessage.StoreBallot store) {
      if (store.ballot() < state.promised()) {
        reply.accept(new PeerMessage.Outbid(store.id(), state.promised()));
      } else if (!fit) {
        join(store.key(), store.siblings(), 0, ignored -> {});
        reply.accept(new PeerMessage.Refused(store.id(), Reason.NOT_FIT, "fake"));
      } else {
        join(store.key(), store.siblings(), store.id(), reply);
      }
    } else {
      PeerMessage.Claim claim = (PeerMessage.Claim) question;
      if (!fit) {
        reply.accept(new PeerMessage.Refused(claim.id(), Reason.NOT_FIT, "fake"));
      } else if (state.promise(claim.ballot(), claim.token())) {
        await(
            () -> reply.accept(new PeerMessage.Claimed(claim.id())),
            () -> failed(claim.id(), reply));
      } else {
        reply.accept(new PeerMessage.Outbid(claim.id(), state.promised()));
      }
    }
  }

  /** To somebody else. */
  synchronized void promised(long ballot) {
    state.promise(ballot, -1);
  }

  private static void failed(long id, Consumer<PeerMessage.Reply> reply) {
    reply.accept(new PeerMessage.Refused(id, Reason.DISK, "fake"));
  }

  synchronized void mint(
      Request.Write write,
      Context learned,
      long above,
      Consumer<RangeReplica.MintReply> minted,
      Consumer<PeerMessage.Reply> done) {
    if (refusal != null) {
      minted.accept(new RangeReplica.MintRefused(refusal, "fake"));
      return;
    }
    long floor = Math.max(above, clock.hybrid());
    ReplicaState.Minting outcome =
        state.mint(newest(write.key()), write, learned, floor, clock.millis());
    minted.accept(new RangeReplica.Minting(outcome));
    if (outcome instanceof ReplicaState.Minted version) {
      clock.observe(version.timestamp());
      PeerMessage.Stored stored = stored(0, version.timestamp());
      await(() -> done.accept(stored), () -> failed(0, done));
    }
  }

  private void join(Key key, Siblings incoming, long id, Consumer<PeerMessage.Reply> reply) {
    clock.observe(incoming.highestTimestamp());
    long newest = state.join(key, newest(key), incoming).newest().timestamp();
    PeerMessage.Stored stored = stored(id, newest);
    await(() -> reply.accept(stored), () -> failed(id, reply));
  }

  private PeerMessage.Stored stored(long id, long newest) {
    return new PeerMessage.Stored(id, newest, fit, 0, 0);
  }

  private Siblings newest(Key key) {
    Siblings pending = state.pending(key);
    return pending != null ? pending : stored(key);
  }

  /** Told once all that is known now is on disk. */
  private void await(Runnable stored, Runnable failed) {
    waiting.add(new Waiter(stored, failed));
    writeNext();
  }

  private void writeNext() {
    if (state.isBusy()) {
      return;
    }
    ReplicaState.Batch batch = state.nextBatch(Long.MAX_VALUE);
    List<Waiter> waiters = waiting;
    waiting = new ArrayList<>();
    if (batch == null) {
      waiters.forEach(waiter -> waiter.stored().run());
      return;
    }
    writing = waiters;
    int start = starts;
    disk.accept(() -> written(batch, start));
  }

  private synchronized void written(ReplicaState.Batch batch, int start) {
    if (start != starts) {
      return;
    }
    stored.putAll(batch.sets());
    if (batch.promised() != Promise.NONE) {
      promisedOnDisk = batch.promised();
    }
    state.written();
    List<Waiter> done = writing;
    writing = new ArrayList<>();
    done.forEach(waiter -> waiter.stored().run());
    writeNext();
  }
}
