package aitta.peer;

import aitta.model.Key;
import aitta.version.Siblings;
import aitta.version.Summary;
import java.util.List;

/**
 * What nodes ask each other about whole ranges: comparing copies and mending them, reclaiming what
 * is dead, confirming how a copy stood. Dynamo, SOSP 2007, section 4.7. Arrays are shared, nobody
 * writes to them.
 */
public final class RangeMessage {
  /**
   * The most keys in one page of a {@link KeyList}: reading more would keep requests waiting that
   * come to the same copy.
   */
  public static final int MAX_KEYS = 128;

  /** Bytes of sets that are read for one page of a {@link KeyList}; one set may be larger. */
  public static final int MAX_LISTED_BYTES = 1 << 20;

  /** Bytes in one {@link Sets}; a set that is larger goes alone. */
  public static final int MAX_SETS_BYTES = 128 * 1024;

  private RangeMessage() {}

  /** About a range, or about all that the node has: then {@link #range} is -1. */
  public sealed interface OfRange extends PeerMessage.Question {
    int range();
  }

  /** Is your copy as mine is? */
  public record Compare(long id, int range, Standing mine, long root) implements OfRange {}

  /**
   * @param keys in the range
   * @param branches of the tree; none where the roots are equal
   */
  public record Compared(long id, Standing theirs, long keys, long[] branches)
      implements PeerMessage.Reply {}

  /** The leaves below these branches. */
  public record FetchLeaves(long id, int range, int[] branches) implements OfRange {}

  /**
   * @param hashes those of each branch that was asked for, one branch behind the other
   */
  public record Leaves(long id, long[] hashes) implements PeerMessage.Reply {}

  /**
   * The keys in some leaves, one leaf behind the other.
   *
   * @param leaves in ascending order
   * @param after the row of the key of the first leaf to begin behind; empty for its beginning
   */
  public record ListKeys(long id, int range, int[] leaves, byte[] after) implements OfRange {}

  /**
   * @param hash of its set
   */
  public record KeyHash(int leaf, Key key, long hash) {}

  /**
   * @param keys by leaf, then in the order of their rows, at most {@link #MAX_KEYS}
   * @param more whether the leaves may have more
   */
  public record KeyList(long id, List<KeyHash> keys, boolean more) implements PeerMessage.Reply {
    public KeyList {
      keys = List.copyOf(keys);
    }
  }

  /** The sets of these keys. */
  public record FetchSets(long id, int range, List<Key> keys) implements OfRange {
    public FetchSets {
      keys = List.copyOf(keys);
    }
  }

  public record KeySet(Key key, Siblings siblings) {}

  /**
   * @param sets of the first of the keys that were asked for: one at least, and then as many as
   *     {@link #MAX_SETS_BYTES} hold
   */
  public record Sets(long id, List<KeySet> sets) implements PeerMessage.Reply {
    public Sets {
      sets = List.copyOf(sets);
    }
  }

  /** Join these. Answered by {@link PeerMessage.Stored} when all of them are on disk. */
  public record StoreSets(long id, int range, Standing mine, List<KeySet> sets) implements OfRange {
    public StoreSets {
      sets = List.copyOf(sets);
    }
  }

  /** Which reclaim have you applied last? */
  public record FetchReclaim(long id, int range) implements OfRange {}

  /** A key whose versions are all dead, and what is known of it. */
  public record DeadKey(Key key, Summary summary) {}

  /**
   * @param number 0 for none
   */
  public record LastReclaim(long id, long number, long proposal, List<DeadKey> keys)
      implements PeerMessage.Reply {
    public LastReclaim {
      keys = List.copyOf(keys);
    }
  }

  /**
   * Which of these do you hold exactly so, dead by your clock, too?
   *
   * @param number of the reclaim that this is to become: one more than the last
   * @param proposal drawn at random
   */
  public record ApproveReclaim(long id, int range, long number, long proposal, List<DeadKey> keys)
      implements OfRange {
    public ApproveReclaim {
      keys = List.copyOf(keys);
    }
  }

  /**
   * @param held places in the list that was asked about
   */
  public record Approved(long id, int[] held) implements PeerMessage.Reply {}

  /** Drop these, each unless more is known of it by now. Answered by {@link PeerMessage.Stored}. */
  public record ApplyReclaim(long id, int range, long number, long proposal, List<DeadKey> keys)
      implements OfRange {
    public ApplyReclaim {
      keys = List.copyOf(keys);
    }
  }

  /**
   * @param seqNr of the copy's last event when it was started
   */
  public record RangeLife(int range, long life, long seqNr) {}

  /** Have you ever seen my copies further than this? */
  public record Confirm(long id, List<RangeLife> lives) implements OfRange {
    public Confirm {
      lives = List.copyOf(lives);
    }

    @Override
    public int range() {
      return -1;
    }
  }

  /**
   * @param confirmed ranges that were never seen further
   * @param denied ranges that were; of those in neither list nothing is known
   */
  public record Confirmed(long id, int[] confirmed, int[] denied) implements PeerMessage.Reply {}

  /** Of which of these keys do you keep a hint, for anybody? */
  public record HintsAbout(long id, int range, List<Key> keys) implements OfRange {
    public HintsAbout {
      keys = List.copyOf(keys);
    }
  }

  /**
   * @param held places in the list that was asked about
   */
  public record HeldHints(long id, int[] held) implements PeerMessage.Reply {}

  /** Compare with the other owners now. */
  public record StartRepair(long id, int range) implements OfRange {}

  public record Started(long id) implements PeerMessage.Reply {}

  /** How did your last comparisons end? */
  public record RepairProgress(long id) implements OfRange {
    @Override
    public int range() {
      return -1;
    }
  }

  /**
   * @param lastRunMillis wall clock, ms since 1970; 0 for never
   */
  public record RangeRepair(
      int range, long lastRunMillis, long keysCompared, long keysRepaired, boolean inSync) {}

  public record Progress(long id, List<RangeRepair> ranges) implements PeerMessage.Reply {
    public Progress {
      ranges = List.copyOf(ranges);
    }
  }

  /** An operator lets your copy go on with what there is. */
  public record AcceptLoss(long id, int range) implements OfRange {}
}
