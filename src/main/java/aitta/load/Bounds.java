package aitta.load;

import java.time.Duration;

/**
 * What ends a phase of a run.
 *
 * @param duration after which nothing more is sent
 * @param operations after which nothing more is sent
 * @param patience with an operation under way, before it counts as failed
 */
record Bounds(Duration duration, long operations, Duration patience) {}
