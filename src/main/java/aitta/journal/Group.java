package aitta.journal;

import java.util.ArrayList;
import java.util.List;

/** What has been appended and is not answered yet: it becomes visible, or is forgotten, as one. */
final class Group {
  private record Appended(IdIndex id, long lastSeqNr, int offset, int bytes) {}

  private record Deleted(IdIndex id, long toSeqNr) {}

  private final List<Appended> appended = new ArrayList<>();
  private final List<Deleted> deleted = new ArrayList<>();
  private List<Submission.Outcome> outcomes = new ArrayList<>();
  private long bytes;

  void append(IdIndex id, RecordHeader header, int offset) {
    id.stage(header.lastSeqNr(), header.deletedTo());
    appended.add(new Appended(id, header.lastSeqNr(), offset, header.totalBytes()));
    bytes += header.totalBytes();
  }

  void delete(IdIndex id, long toSeqNr) {
    id.stage(id.stagedHighest(), toSeqNr);
    deleted.add(new Deleted(id, toSeqNr));
  }

  void answer(Submission.Outcome outcome) {
    outcomes.add(outcome);
  }

  boolean hasRecords() {
    return !appended.isEmpty() || !deleted.isEmpty();
  }

  boolean hasDeletions() {
    return !deleted.isEmpty();
  }

  int records() {
    return appended.size();
  }

  /** Of appended events, with headers. */
  long bytes() {
    return bytes;
  }

  /** Replays see it from now on. */
  void publish(long generation, Segments segments) {
    segments.retain(generation, appended.size());
    appended.forEach(each -> each.id.add(generation, each.lastSeqNr, each.offset, each.bytes));
    deleted.forEach(each -> each.id.delete(each.toSeqNr, segments::release));
    clear();
  }

  /** It never was. */
  void forget() {
    appended.forEach(each -> each.id.unstage());
    deleted.forEach(each -> each.id.unstage());
    clear();
  }

  private void clear() {
    appended.clear();
    deleted.clear();
    bytes = 0;
  }

  /** Those who wait for an answer; they are handed over. */
  List<Submission.Outcome> takeOutcomes() {
    List<Submission.Outcome> taken = outcomes;
    outcomes = new ArrayList<>(Math.max(16, taken.size()));
    return taken;
  }
}
