package aitta.antientropy;

import aitta.antientropy.RangeExchanger.Ended;
import aitta.model.NodeId;
import aitta.peer.RangeMessage.RangeRepair;
import java.util.HashMap;
import java.util.Map;

/** How the exchanges of one range have gone on this node, since its start. Used by one thread. */
final class RepairProgress {
  private long lastRunMillis;
  private long keysCompared;
  private long keysRepaired;
  private final Map<NodeId, Boolean> inSync = new HashMap<>();

  void ended(Ended ended, long nowMillis) {
    keysCompared += ended.keysCompared();
    keysRepaired += ended.keysRepaired();
    if (ended.end() instanceof Step.Completed completed) {
      lastRunMillis = nowMillis;
      inSync.put(ended.task().peer(), completed.inSync());
    }
  }

  RangeRepair report(int range) {
    boolean all = !inSync.isEmpty() && !inSync.containsValue(false);
    return new RangeRepair(range, lastRunMillis, keysCompared, keysRepaired, all);
  }
}
