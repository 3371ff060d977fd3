package aitta.backup;

import aitta.peer.RangeMessage.DeadKey;
import aitta.storage.SavedState;
import aitta.storage.TableId;
import java.util.List;

/**
 * A copy of a range as a checkpoint has it.
 *
 * @param keys how many it has
 * @param reclaims how many reclaims it has applied
 * @param forgotten what the last of them has forgotten
 */
record SavedCopy(
    SavedShare share,
    SavedState state,
    TableId table,
    long keys,
    long reclaims,
    List<DeadKey> forgotten) {}
