/**
 * What parts cost, measured with JMH; not run with the tests. All of them, or those whose names
 * match:
 *
 * <pre>{@code
 * mvn -q -B test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath
 * java -cp target/test-classes:target/classes:$(cat target/classpath) org.openjdk.jmh.Main Context
 * }</pre>
 *
 * The journal's is {@code aitta.journal.JournalAppendBenchmark}, for it needs what only its folder
 * sees. What a whole request costs is measured with {@code aitta load}.
 *
 * <p>What was tried on whole requests, three nodes, 2 busy cores, µs of CPU an operation without
 * the compiler, runs in turn:
 *
 * <ul>
 *   <li>Messages to a node leave together, one pool instead of three for all that never waits, a
 *       fork-join pool for what does: reads 344 to 314, writes 821 to 667, half and half 643 to
 *       546. Kept.
 *   <li>The serial collector instead of G1: reads 352 to 386, writes 780 to 768, within the noise.
 *       Dropped: the collector takes less than 2 % anyway.
 *   <li>One pool alone, without the other two: 287 to 275 and 573 to 681; noise.
 *   <li>Accepting 100 connections at a time instead of 10: no difference, for Pekko's streams ask
 *       for one at a time.
 * </ul>
 *
 * <p>Where it goes, by a sampling profiler, the compiler left out: of a read on one node the
 * streams and sockets of Pekko HTTP take 36 %, Aitta's own part of HTTP 8 %, the coordinator 16 %
 * (starting its actor 4 %), RocksDB 12 %; about 10 % of all is switching between threads. On three
 * nodes Artery comes to that with a fifth. Of a write RocksDB takes 21 %, journal and Pekko
 * Persistence 16 %. No single place stands out: what is left is the number of actors and threads
 * that a request passes. A node is compiled for minutes: before that its figures say little.
 */
package aitta.bench;
