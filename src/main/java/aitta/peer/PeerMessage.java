package aitta.peer;

import aitta.model.Key;
import aitta.model.NodeId;
import aitta.request.Outcome;
import aitta.request.Request;
import aitta.version.Siblings;
import aitta.version.Summary;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A question of one node to another about a key, or the reply to one. {@code id} is the asking
 * node's; 0 where no reply is wanted.
 */
public sealed interface PeerMessage {
  long id();

  /** Something that a node asks of another. */
  sealed interface Question extends PeerMessage
      permits OfReplica,
          OfHints,
          Forward,
          Report,
          RangeMessage.OfRange,
          OwnerMessage.OfOwners,
          ListMessage.OfNode,
          ControlMessage.Ask {}

  /** The reply; it goes to whoever asked under this id. */
  sealed interface Reply extends PeerMessage
      permits Full,
          Known,
          Stored,
          Kept,
          Claimed,
          Outbid,
          Underway,
          Forwarded,
          Refused,
          RangeMessage.Compared,
          RangeMessage.Leaves,
          RangeMessage.KeyList,
          RangeMessage.Sets,
          RangeMessage.LastReclaim,
          RangeMessage.Approved,
          RangeMessage.Confirmed,
          RangeMessage.HeldHints,
          RangeMessage.Started,
          RangeMessage.Progress,
          OwnerMessage.Voted,
          OwnerMessage.Stands,
          OwnerMessage.FillIs,
          OwnerMessage.ListIs,
          ListMessage.Rows,
          ListMessage.DeletionIs,
          ControlMessage.Told {}

  /**
   * A question to the replica of the key's range. It is asked under a list of the range's owners,
   * and answered under no other: see {@link aitta.ownership}.
   */
  sealed interface OfReplica extends Question {
    /** Of what needs no quorum, and may be done under any list. */
    int ANY_LIST = 0;

    Key key();

    /** Version of the list; {@link #ANY_LIST} where it does not matter. */
    int list();
  }

  /** A question to the hint store of the node. */
  sealed interface OfHints extends Question {
    Key key();
  }

  /** What do you, an owner, hold of this key? The values, or the versions alone. */
  record Fetch(long id, Key key, boolean full, int list) implements OfReplica {
    public Fetch(long id, Key key, boolean full) {
      this(id, key, full, ANY_LIST);
    }
  }

  /**
   * Join this into your copy.
   *
   * @param life of the sender's own copy of the range; 0 where it has none, or does not say
   * @param seqNr of the last event of that copy that is on disk
   */
  record Store(long id, Key key, Siblings siblings, long life, long seqNr, int list)
      implements OfReplica {
    public Store(long id, Key key, Siblings siblings, int list) {
      this(id, key, siblings, 0, 0, list);
    }

    public Store(long id, Key key, Siblings siblings) {
      this(id, key, siblings, ANY_LIST);
    }
  }

  /**
   * Promise the first owner to take no conditional writes of lower ballots for the key's range.
   *
   * @param token drawn at random by each start of a first owner: of two that claim with one ballot
   *     only one gets it
   */
  record Claim(long id, Key key, long ballot, long token, int list) implements OfReplica {
    public Claim(long id, Key key, long ballot, long token) {
      this(id, key, ballot, token, ANY_LIST);
    }
  }

  /**
   * Join this, the result of a conditional write, unless a higher ballot than its own was promised.
   */
  record StoreBallot(long id, Key key, Siblings siblings, long ballot, int list)
      implements OfReplica {
    public StoreBallot(long id, Key key, Siblings siblings, long ballot) {
      this(id, key, siblings, ballot, ANY_LIST);
    }
  }

  /** What hints do you hold of this key for these owners? */
  record FetchHint(long id, Key key, List<NodeId> owners, boolean full) implements OfHints {
    public FetchHint {
      owners = List.copyOf(owners);
    }
  }

  /** Keep this for owners that cannot be reached. */
  record Keep(long id, Key key, Set<NodeId> targets, Siblings siblings) implements OfHints {
    public Keep {
      targets = Set.copyOf(targets);
    }
  }

  /**
   * Coordinate this write for me: you are an owner, I am not. Its timeout is how long the client
   * still waits.
   *
   * @param patienceMillis so much longer than for the first word of it the asker waits for a write
   *     that is under way; then it turns to somebody else, and nothing may be minted any more: a
   *     version that came later would supersede what was acknowledged after the client had its
   *     answer
   */
  record Forward(long id, Request.Write write, int patienceMillis) implements Question {}

  /**
   * What a node says of itself every few seconds; not answered.
   *
   * @param keys in all its ranges
   * @param bytes of their values
   * @param hintsFor how many hints it holds for each target
   * @param catchingUp ranges that a strict read may not count yet
   * @param diskFull whether it takes no copies of anything new
   * @param setAside folders in its data directory that may have what nobody else has
   * @param transfers ranges on their way to it; no more than {@value #MAX_TRANSFERS} are told
   */
  record Report(
      long id,
      long keys,
      long bytes,
      Map<NodeId, Long> hintsFor,
      int catchingUp,
      boolean diskFull,
      int setAside,
      List<Transfer> transfers)
      implements Question {
    static final int MAX_TRANSFERS = 64;

    public Report {
      hintsFor = Map.copyOf(hintsFor);
      transfers = transfers.stream().limit(MAX_TRANSFERS).toList();
    }
  }

  /**
   * All that is held of the key.
   *
   * @param fit whether a strict read may count it
   */
  record Full(long id, Siblings siblings, boolean fit) implements Reply {}

  /** The versions held of the key. */
  record Known(long id, Summary summary, boolean fit) implements Reply {}

  /**
   * It is on disk.
   *
   * @param newestTimestamp of the newest {@code latest} version that this copy holds now; 0 for
   *     none
   * @param fit whether the copy had caught up when it said so: else it may have held a newer one,
   *     or may have to
   * @param life of this copy; 0 where the replier keeps hints
   * @param seqNr of the event that made it so, or of a later one
   */
  record Stored(long id, long newestTimestamp, boolean fit, long life, long seqNr)
      implements Reply {
    public Stored(long id, long newestTimestamp) {
      this(id, newestTimestamp, true, 0, 0);
    }
  }

  /** It is on disk as a hint for these. */
  record Kept(long id, Set<NodeId> targets) implements Reply {
    public Kept {
      targets = Set.copyOf(targets);
    }
  }

  /** Promised. */
  record Claimed(long id) implements Reply {}

  /** Not promised: as much, or more, was promised to somebody else. */
  record Outbid(long id, long promised) implements Reply {}

  /** The forwarded write is being coordinated; {@link Forwarded} follows. */
  record Underway(long id) implements Reply {}

  /** How the write ended that was forwarded. */
  record Forwarded(long id, Outcome outcome) implements Reply {}

  /** Not done, and why. */
  record Refused(long id, Reason reason, String detail) implements Reply {}

  /** Why a question was refused. The order is part of the wire format: add at the end. */
  enum Reason {
    /** The node has no replica of the range. */
    NOT_OWNER,
    /** The replica is reading its data back after a start. */
    STARTING,
    /** Too much waits for the disk already. */
    OVERLOADED,
    /** The disk is full, or failed. */
    DISK,
    /** What is stored cannot be read. */
    DAMAGED,
    /** Nobody waits for the answer any more. */
    LATE,
    /** The copy has not caught up, so its word would be worth nothing. */
    NOT_FIT,
    /** The copy has not applied all reclaims that the asker speaks of, or more of them. */
    OLDER_MARK,
    /** The next list of the range's owners is being decided; ask again in a moment. */
    SEALED,
    /** The replica has not heard of the list of owners yet under which it was asked. */
    UNAWARE,
    /** The node may end at any moment, and takes nothing that it would have to hand on. */
    LEAVING
  }
}
