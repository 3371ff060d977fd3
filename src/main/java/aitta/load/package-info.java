/**
 * Load against a cluster: what {@code aitta load} does. Workloads in the manner of YCSB (Cooper et
 * al., SoCC 2010), over HTTP/1.1 or the same within TLS, from one thread.
 *
 * <p>One selector drives all connections, each with one request under way: so the command costs a
 * small part of what the servers cost for the same operation, and can run beside them. A {@link
 * aitta.load.Source} says what is asked next, a {@link aitta.load.Pace} when, {@link
 * aitta.load.Driver} does it, {@link aitta.load.Tally} counts.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>A run ends: by its duration or its number of operations, whichever is first, and a bounded
 *       time for what is then still under way.
 *   <li>With a rate, latency counts from the moment at which an operation was due, not from the one
 *       at which it could be sent: a server that stalls is not spared the requests that it held up
 *       (coordinated omission). What was due and never sent counts with the time it had waited.
 *   <li>Whatever is read is checked: a value says which key and which write it is of, under a
 *       checksum. Writes of one key do not overlap, so what was acknowledged last is known.
 * </ul>
 *
 * <p>The bytes that servers have dirtied are what the kernel counts for a process: whole folios of
 * its page cache, of up to 2 MiB on ext4 since Linux 6.16. A journal that appends 1 KiB and forces
 * it was so seen to have "written" 300 KiB, where the disk itself counted 2 KiB a copy. What a
 * write costs the disk is told by {@code /proc/diskstats}.
 */
package aitta.load;
