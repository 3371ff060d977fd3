package aitta.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads a directory at start: which segments are alive, where each record lies, what is damaged.
 *
 * <p>The newest segment's head names the older ones that are alive and where each of them ends; a
 * file that it does not name is left over from an earlier drop, a file that it names and that is
 * missing is damage. Only the newest segment may end in an interrupted write.
 */
final class Recovery {
  /**
   * @param nextGeneration above every generation that was ever in this directory
   * @param leftovers segment files that are not alive
   */
  record Recovered(
      JournalIndex index,
      Segments segments,
      List<JournalDamage> damages,
      long nextGeneration,
      List<Long> leftovers) {}

  private static final int UNKNOWN_END = -1;

  private final JournalFiles files;
  private final Disk disk;
  private final Segments segments = new Segments();
  private final Findings findings = new Findings(segments);

  Recovery(JournalFiles files, Disk disk) {
    this.files = files;
    this.disk = disk;
  }

  /**
   * @throws JournalFormatException if a segment was written by a newer version
   */
  Recovered run() throws IOException {
    List<Long> present = files.generations();
    if (present.isEmpty()) {
      return new Recovered(findings.index(), segments, List.of(), 1, List.of());
    }
    long newest = present.get(present.size() - 1);
    List<Long> leftovers = new ArrayList<>();
    Optional<Map<Long, Integer>> alive = aliveAccordingTo(newest);
    for (long generation : present.subList(0, present.size() - 1)) {
      if (alive.isEmpty() || alive.get().containsKey(generation)) {
        scan(generation, alive.map(ends -> ends.get(generation)).orElse(UNKNOWN_END));
      } else {
        leftovers.add(generation);
      }
    }
    scan(newest, UNKNOWN_END);
    for (long generation : alive.map(Map::keySet).orElse(Set.of())) {
      if (!present.contains(generation) && !findings.wasDropped(generation)) {
        findings.missingFile(files.segment(generation));
      }
    }
    List<JournalDamage> damages = findings.finish();
    return new Recovered(findings.index(), segments, damages, newest + 1, leftovers);
  }

  /** Older generations that are alive, with their ends; empty if the newest head is damaged. */
  private Optional<Map<Long, Integer>> aliveAccordingTo(long newest) throws IOException {
    Path path = files.segment(newest);
    try {
      Optional<SegmentReader> found = SegmentReader.open(disk, path, newest);
      return found.isEmpty() ? Optional.empty() : aliveAccordingTo(found.get());
    } catch (IOException e) {
      throw named(path, e);
    }
  }

  private static Optional<Map<Long, Integer>> aliveAccordingTo(SegmentReader newest)
      throws IOException {
    try (SegmentReader reader = newest) {
      return reader
          .bodyAt(SegmentHeader.FIRST_RECORD, RecordType.SEGMENTS)
          .map(
              body ->
                  Head.readSegments(body).stream()
                      .collect(
                          Collectors.toMap(Segments.Extent::generation, Segments.Extent::end)));
    }
  }

  private void scan(long generation, int end) throws IOException {
    Path path = files.segment(generation);
    findings.enter(path, generation);
    try {
      scan(path, generation, end);
    } catch (IOException e) {
      throw named(path, e);
    }
  }

  /** Not every exception names the file. */
  private static IOException named(Path path, IOException e) {
    return new IOException(path + ": " + e.getMessage(), e);
  }

  private void scan(Path path, long generation, int end) throws IOException {
    try (Disk.Handle file = end == UNKNOWN_END ? disk.write(path) : disk.read(path)) {
      int damagesBefore = findings.damageCount();
      Optional<SegmentHeader> header = SegmentHeader.read(file, path);
      segments.add(generation, header.map(SegmentHeader::createdAtMillis).orElse(0L));
      int found = (int) Math.min(file.size(), Integer.MAX_VALUE);
      if (header.isPresent() && header.get().generation() == generation) {
        found = new SegmentScan(file, header.get(), end).run(findings);
      } else {
        findings.damagedFile(found);
      }
      if (end == UNKNOWN_END) {
        // The last writes may be in memory alone, and from now on somebody may act upon them.
        file.force();
      }
      segments.grow(generation, found);
      segments.seal(generation);
      if (findings.damageCount() > damagesBefore) {
        segments.damaged(generation);
      }
    }
  }
}
