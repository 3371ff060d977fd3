package aitta.journal;

import java.util.Map;
import java.util.TreeMap;
import org.apache.pekko.actor.setup.Setup;

/**
 * What the journal must have, by what is known elsewhere: events that a state on disk was made from
 * were journalled before. A journal that knows less has lost segments, the newest ones included,
 * which it cannot notice by itself.
 *
 * @param atLeast a sequence number for each persistence id that was written up to there
 */
public final class JournalExpectation extends Setup {
  private final Map<String, Long> atLeast;

  public JournalExpectation(Map<String, Long> atLeast) {
    this.atLeast = Map.copyOf(atLeast);
  }

  /** Ids of which the journal knows less, and up to where. */
  Map<String, Long> missedBy(JournalIndex index) {
    Map<String, Long> missed = new TreeMap<>();
    atLeast.forEach(
        (id, seqNr) -> {
          long highest = index.find(id).map(found -> found.marks().highest()).orElse(0L);
          if (highest < seqNr) {
            missed.put(id, highest);
          }
        });
    return missed;
  }
}
