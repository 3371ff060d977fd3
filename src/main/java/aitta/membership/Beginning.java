package aitta.membership;

/**
 * What an actor system is told of those before it in the same process.
 *
 * @param unservingSinceMillis when the process started, or the last of them that was a member
 *     ended; by {@link System#nanoTime}, in ms
 * @param merges how many of them ended in order to join a cluster that formed apart
 * @param lastMergeMillis when the last of these ended, by the same clock
 */
public record Beginning(long unservingSinceMillis, int merges, long lastMergeMillis) {
  private static final long FIRST_PAUSE_MILLIS = 15_000;
  private static final long LONGEST_PAUSE_MILLIS = 300_000;

  public static Beginning now() {
    return new Beginning(System.nanoTime() / 1_000_000, 0, 0);
  }

  /** What the next one is told, after one that ended so. */
  public Beginning after(Ending.Restart restart) {
    long now = System.nanoTime() / 1_000_000;
    return new Beginning(
        restart.port() == Ending.Port.OTHER ? unservingSinceMillis : now,
        restart.merging() ? merges + 1 : merges,
        restart.merging() ? now : lastMergeMillis);
  }

  /** Whether another attempt is due: each one waits twice as long as the one before it. */
  public boolean mayMerge(long nowMillis) {
    if (merges == 0) {
      return true;
    }
    long pause = FIRST_PAUSE_MILLIS << Math.min(merges - 1, 10);
    return nowMillis - lastMergeMillis >= Math.min(pause, LONGEST_PAUSE_MILLIS);
  }
}
