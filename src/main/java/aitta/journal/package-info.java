/**
 * The event journal of a node: a plugin of Pekko Persistence over preallocated segment files.
 * Dynamo leaves durability to the local store (SOSP 2007, section 6.1, trades it for a buffer in
 * memory); here a write counts only once it is on the disk of w nodes, so the path to the disk is
 * what a write costs.
 *
 * <p>Events live for seconds, until a checkpoint of the state makes them useless. They need no
 * sorted store: one thread appends what waits as one group, forces it once, and answers. An index
 * in memory, twelve bytes a record, says where the events of each persistence id are. Segments
 * whose events are all deleted are used again.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>Under {@code durability = sync} nothing is answered or replayed before it was forced.
 *   <li>What cannot be read is never passed over: the id concerned does not recover, and others are
 *       not concerned. Each record names the event before it in its id, and the head of each
 *       segment the last one of all ids, so a loss shows wherever it happens.
 *   <li>A write whose force failed is answered as failed, and a new segment's head cuts it off.
 *   <li>The newest segment's head and the records behind it tell everything but events: which
 *       segments are alive, and the marks of every id. A highest sequence number is never
 *       forgotten.
 *   <li>Bytes of a segment's earlier life are never taken for records: checksums are salted.
 *   <li>A start writes nothing, and never appends to a segment of an earlier process.
 * </ul>
 *
 * <p>An interrupted write and a damaged one look alike; see {@link aitta.journal.SegmentScan} for
 * how they are told apart. The limits of it: a last group that is damaged together with the note
 * that it was safe, or within 50 ms of a crash, is taken for an interrupted write. Bytes that hide
 * whose events they were make all ids suspect that wrote nothing since; an id that nobody has heard
 * of is not suspect, so whoever must know whether it ever wrote has to ask its peers.
 *
 * <p>Unlike Pekko's own journals this one refuses a sequence number that was used before, and keeps
 * a replay from filling the mailbox of the actor that recovers.
 *
 * <p>Measured on 2 cores shared with other work, JDK 17, heap 512 MiB, 128 typed event-sourced
 * actors, one event of 1 KiB in flight each, deletions on, every group forced: 40 000 to 56 000
 * events a second and 7 to 9 µs of CPU an event in quiet moments, 9 000 to 30 000 and 9 to 25 µs
 * while others kept the machine busy. Of 8.5 µs the actors took 2.7, the plugin 2.3, the writer
 * with its forced writes 1.9, the collector 1.2.
 */
package aitta.journal;
