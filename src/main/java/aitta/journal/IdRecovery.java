package aitta.journal;

/**
 * Follows the records of one persistence id through all segments at start, oldest first, and finds
 * out what is missing: each record names the event before it, and each head the last one so far.
 */
final class IdRecovery {
  private final IdIndex index;
  private long lastSeqNr;
  private long missingTo;
  private long deletedTo;
  private boolean suspect;
  private DamagePlace place;

  IdRecovery(IdIndex index) {
    this.index = index;
  }

  IdIndex index() {
    return index;
  }

  /**
   * An intact record of events.
   *
   * @param lastDamage the last damage met before this record, or null
   */
  void events(long generation, RecordHeader header, int offset, DamagePlace lastDamage) {
    follows(header, lastDamage);
    index.add(generation, header.lastSeqNr(), offset, header.totalBytes());
  }

  /** A record whose events cannot be read. */
  void lost(RecordHeader header, DamagePlace damage) {
    follows(header, damage);
    if (header.type() == RecordType.EVENTS) {
      miss(header.lastSeqNr(), damage);
    }
  }

  private void follows(RecordHeader header, DamagePlace damage) {
    long previous = header.previousSeqNr();
    if (previous != lastSeqNr) {
      miss(Math.max(previous, lastSeqNr), damage);
    }
    lastSeqNr = Math.max(lastSeqNr, header.lastSeqNr());
    deletedTo = Math.max(deletedTo, header.deletedTo());
    index.raiseHighest(header.lastSeqNr());
  }

  void deleted(RecordHeader header, DamagePlace lastDamage) {
    long highest = header.lastSeqNr();
    if (highest != lastSeqNr) {
      miss(Math.max(highest, lastSeqNr), lastDamage);
      lastSeqNr = Math.max(highest, lastSeqNr);
    }
    index.raiseHighest(highest);
    deletedTo = Math.max(deletedTo, header.deletedTo());
    if (header.deletedTo() >= highest) {
      suspect = false;
    }
  }

  /** What the head of a segment says of this id; the newest head knows best. */
  void marks(IdIndex.Marks marks, DamagePlace lastDamage) {
    if (marks.highest() > lastSeqNr) {
      miss(marks.highest(), lastDamage);
      lastSeqNr = marks.highest();
    }
    index.raiseHighest(marks.highest());
    deletedTo = Math.max(deletedTo, marks.deletedTo());
    suspect = marks.damagedTo() == IdIndex.ALL;
    if (!suspect) {
      missingTo = Math.max(missingTo, marks.damagedTo());
    }
  }

  /** Some record was lost after which nothing was heard of this id. */
  void suspect(DamagePlace damage) {
    suspect = true;
    place = damage;
  }

  private void miss(long toSeqNr, DamagePlace damage) {
    missingTo = Math.max(missingTo, toSeqNr);
    if (damage != null) {
      place = damage;
    }
  }

  /** All segments are read: applies the deletion mark, and blames what is still missing. */
  void finish(IdIndex.Released released, DamagePlace unknownPlace) {
    index.delete(deletedTo, released);
    index.unstage();
    if (!suspect && missingTo <= deletedTo) {
      return;
    }
    DamagePlace damage = place == null ? unknownPlace : place;
    damage.blame(index.id());
    String what =
        suspect
            ? "the newest events may be lost (" + damage.reason() + ")"
            : "events up to " + missingTo + " are incomplete (" + damage.reason() + ")";
    index.damage(
        suspect ? IdIndex.ALL : missingTo,
        () -> new JournalCorruptException(index.id(), damage.file(), damage.offset(), what));
  }
}
