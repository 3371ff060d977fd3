package aitta.coordinator;

import aitta.model.NodeId;
import aitta.peer.PeerMessage;
import java.util.HashSet;
import java.util.Set;

/**
 * What owners that have a version of a {@code latest} bucket say of the newest one that they hold.
 * Each is heeded once, and once more when it has caught up: what was acknowledged before the write
 * began it knows then. What it comes to hold later is written at the same time as this one, and
 * either may win; so many that write one key do not keep each other minting.
 */
final class NewerElsewhere {
  private record Word(NodeId owner, boolean fit) {}

  private final Set<Word> heard = new HashSet<>();

  /** Whether the replier holds a newer version than one of {@code timestamp}, and is heeded. */
  boolean isAt(NodeId owner, PeerMessage.Reply reply, long timestamp) {
    return reply instanceof PeerMessage.Stored stored
        && heard.add(new Word(owner, stored.fit()))
        && stored.newestTimestamp() > timestamp;
  }

  /** The version is sent to owners under another list, or once they have caught up. */
  void forget() {
    heard.clear();
  }
}
