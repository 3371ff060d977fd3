/**
 * The process: where settings become a running node, and its parts are wired to each other.
 *
 * <p>A process outlives its actor systems. A Pekko member that was removed, or that is not admitted
 * at its address, can only come back as another actor system; {@code NodeLoop} starts that one on
 * the same data, and counts the starts on disk. {@code Node} is the guardian of one of them; a
 * {@code Part} is what lives and ends with it.
 *
 * <p>Invariants: one process has the data directory; nothing of an actor system is in use when the
 * next one starts; the process ends by itself only with a reason, and with a code other than 0.
 */
package aitta.node;
