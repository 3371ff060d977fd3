package aitta.simulation;

import java.util.List;
import java.util.function.Supplier;

/** What happened in a run, put into words only where somebody wants to know. */
record Story(List<Told> told) {
  record Told(long atNanos, Supplier<String> what) {}

  List<String> lines() {
    return told.stream()
        .map(one -> String.format("%9.3f s  %s", one.atNanos() / 1e9, one.what().get()))
        .toList();
  }
}
