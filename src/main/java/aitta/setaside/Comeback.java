package aitta.setaside;

import aitta.model.Key;
import aitta.version.Siblings;
import aitta.version.SiblingsFormat;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/** One folder that was set aside, offered to the owners of today. Used by one thread. */
final class Comeback {
  private static final int MAX_KEYS = 200;
  private static final int MAX_BYTES = 1 << 19;

  /** Lets time pass so that a rate is kept, or until somebody is asked again. */
  interface Pause {
    void afterBytes(long bytes) throws InterruptedException;

    void silent(String why) throws InterruptedException;
  }

  private final LeftState state;
  private final LeftBehind unproven;
  private final int ranges;
  private final OwnersOfToday owners;
  private final LongSupplier keptSinceMillis;
  private final Pause pause;
  private final Map<Integer, Map<Key, Siblings>> waiting = new TreeMap<>();
  private long waitingBytes;
  private int waitingKeys;
  private long looked;
  private long joined;

  /**
   * @param unproven takes what is left alone
   * @param ranges Q
   * @param keptSinceMillis tombstones written since then cannot have been reclaimed
   */
  Comeback(
      LeftState state,
      LeftBehind unproven,
      int ranges,
      OwnersOfToday owners,
      LongSupplier keptSinceMillis,
      Pause pause) {
    this.state = state;
    this.unproven = unproven;
    this.ranges = ranges;
    this.owners = owners;
    this.keptSinceMillis = keptSinceMillis;
    this.pause = pause;
  }

  /** Returns when all is done that can be. */
  void run() throws InterruptedException {
    state.hints(this::take);
    settle();
    for (int range : state.ranges()) {
      state.differences(range, ranges, leaves(range), this::take);
      settle();
    }
  }

  /** Sets in which the owners may have differed. */
  long looked() {
    return looked;
  }

  /** Sets that owners have joined. */
  long joined() {
    return joined;
  }

  private long[] leaves(int range) throws InterruptedException {
    while (true) {
      try {
        return owners.leaves(range);
      } catch (OwnersOfToday.SilentException e) {
        pause.silent(e.getMessage());
      }
    }
  }

  private void take(Key key, Siblings siblings) throws InterruptedException {
    waiting
        .computeIfAbsent(key.range(ranges), range -> new LinkedHashMap<>())
        .merge(key, siblings, Siblings::join); // a key may have several hints
    waitingBytes += SiblingsFormat.sizeBound(siblings);
    waitingKeys++;
    if (waitingBytes >= MAX_BYTES || waitingKeys >= MAX_KEYS) {
      settle();
    }
  }

  private void settle() throws InterruptedException {
    for (Map.Entry<Integer, Map<Key, Siblings>> entry : waiting.entrySet()) {
      Map<Key, Siblings> open = entry.getValue();
      while (!open.isEmpty()) {
        try {
          settle(entry.getKey(), open);
        } catch (OwnersOfToday.SilentException e) {
          pause.silent(e.getMessage());
        }
      }
    }
    waiting.clear();
    pause.afterBytes(waitingBytes);
    waitingBytes = 0;
    waitingKeys = 0;
  }

  /** Settles some of them. */
  private void settle(int range, Map<Key, Siblings> open)
      throws OwnersOfToday.SilentException, InterruptedException {
    OwnersOfToday.Known known = owners.known(range, List.copyOf(open.keySet()));
    Map<Key, Siblings> wanted = new HashMap<>();
    Map<Key, Siblings> doubtful = new HashMap<>();
    known
        .sets()
        .forEach(
            (key, set) -> {
              Offer offer =
                  Offer.of(
                      open.get(key),
                      set,
                      state.reclaims(range),
                      known.reclaims(),
                      keptSinceMillis.getAsLong());
              if (offer == Offer.WANTED) {
                wanted.put(key, open.get(key));
              } else if (offer == Offer.UNPROVEN) {
                doubtful.put(key, open.get(key));
              }
            });
    if (!wanted.isEmpty()) {
      owners.join(wanted);
    }
    looked += known.sets().size();
    joined += wanted.size();
    unproven.add(doubtful);
    open.keySet().removeAll(known.sets().keySet());
  }
}
