/**
 * The node's time: the one place where the core's parameters "now" come from.
 *
 * <p>Invariants: the hybrid clock never goes back, and never follows a timestamp that lies further
 * ahead of this node's own clock than the configured skew. Deadlines are measured on the monotonic
 * clock.
 */
package aitta.clock;
