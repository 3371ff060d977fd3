package aitta.replica;

/**
 * How far a copy says that it was when it was started, until others have confirmed that they never
 * saw it further.
 *
 * <p>It takes writes meanwhile, and numbers them on. Should it have been set back, what it has lost
 * had these numbers before, so they do not say how far it was: a start that comes before anybody
 * has confirmed this one has to claim what this one did, or it would be believed for what was taken
 * since. Hence each event of that time says from where on it is.
 */
final class Claim {
  /** In the note of an event of a copy that was believed. */
  static final long NONE = 0;

  private final long seqNr;
  private boolean isOpen = true;
  private boolean isKept; // by the last event that is on disk, or one that is on its way there

  /**
   * @param noted by the last event; {@link #NONE} where the copy was believed then
   * @param last number of the last event
   */
  Claim(long noted, long last) {
    isKept = noted != NONE;
    seqNr = isKept ? noted : last;
  }

  /** What others are to confirm. */
  long seqNr() {
    return seqNr;
  }

  boolean isOpen() {
    return isOpen;
  }

  /** The copy is believed, or its life has ended; the next event says so. */
  void close() {
    isOpen = false;
  }

  /** What the next event notes of it. */
  long toNote() {
    isKept |= isOpen;
    return isOpen ? seqNr : NONE;
  }

  /** The event that {@code noted} this is on disk. */
  void written(long noted) {
    isKept = noted != NONE;
  }

  /** Whether the next start would claim this. */
  boolean isKept() {
    return isKept;
  }
}
