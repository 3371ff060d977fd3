/**
 * The state of a node on disk: tables of rows of bytes, in one RocksDB. Dynamo, SOSP 2007, section
 * 5 has a pluggable engine here (BDB, MySQL, memory); Aitta has one, and feeds it from a journal.
 *
 * <p>It knows no keys, versions or rings: a {@link aitta.storage.TableId} belongs to one
 * event-sourced writer, which applies the changes of each journalled event together with the
 * event's sequence number, the table's {@link aitta.storage.TableMark}.
 *
 * <h2>Invariants</h2>
 *
 * <ul>
 *   <li>Rows and mark are written in one batch, to one column family, without RocksDB's log.
 *       Memtables reach the disk in the order in which they were filled, so a crash leaves every
 *       table exactly as it was after its mark's event; the journal replays what comes behind
 *       ({@link aitta.storage.MarkSnapshotStore} tells Pekko from where). Journal segments may go
 *       once {@link aitta.storage.StateStore#flushedSeqNr} has passed them, not before.
 *   <li>Damage is an error, never an answer, and never "absent": RocksDB checks each block it
 *       reads. Its calls that hide errors ({@code multiGetAsList} reports a damaged row as missing)
 *       are not used. A directory that lost CURRENT is not taken for a new one.
 *   <li>Memory outside the heap is bounded by the settings, however much is stored: indexes and
 *       filters live in the block cache, in parts.
 *   <li>No native object is used after it was closed: all calls pass a guard.
 * </ul>
 *
 * <h2>Layout, format 1</h2>
 *
 * <p>A key is kind, range, taken (1, 4, 4 bytes), section (1), row; the sections of a table are its
 * mark, its rows, its large values. A value from the blob threshold on lies in the large section,
 * hence in a blob file, and its row holds a stub: RocksDB's Java iterator reads the blobs that it
 * passes, and scans over keys must not. That costs such values a second look-up, and each overwrite
 * in a table with large values a look at the filters. Once compacted, a file holds rows of one
 * table alone: a dropped table's files go at once, unread, and damage stays with one table. Files
 * of level 0, minutes old, are shared; where one of these is damaged, several tables have to be
 * filled again.
 *
 * <h2>When the disk fails</h2>
 *
 * <ul>
 *   <li>Full: writes and flushes fail, reads go on; RocksDB looks every few seconds and goes on by
 *       itself. {@link aitta.storage.StateStore#diskSpace} tells in time.
 *   <li>A damaged block met by a read: that table fails, the others do not notice. Drop it, flush.
 *   <li>Met by compaction: RocksDB then refuses all writes until it is opened again. Close the
 *       store and open it without the tables that {@link aitta.storage.CorruptionException} names;
 *       all writers recover from their marks.
 *   <li>A file missing or damaged at the start: the store does not open, and says which file.
 *       {@link aitta.storage.StateRescue} then moves it aside and begins an empty one.
 * </ul>
 *
 * <h2>Costs</h2>
 *
 * <p>CPU µs per operation of the whole process, flush and compaction included, 100-byte values in
 * 128 tables, 300,000 rows, heap of 256 MiB. {@code StorageBench} prints it: least and median of
 * ten slices, on 2 cores with JDK 17 that were busy with other work (load 25), so these are upper
 * bounds; measure again on a quiet machine before tuning by them.
 *
 * <pre>
 *                              least   median
 * put one row and mark           6.3      8.0
 * overwrite one row and mark     4.3      8.3
 * get, any row                   7.0      7.3
 * get, absent row                2.0      2.3
 * put 8 KiB                       15       40
 * get 8 KiB                       20       45
 * scan: open, 10 rows, close      55       65
 * </pre>
 *
 * <p>RocksDB's bare calls in a nearly idle minute of the same machine, 500,000 rows, but with an
 * LRU cache, whole filters and shared files: put and mark 4.7, get 4.3 to 5.8 (which of its
 * variants did best changed from run to run), absent 0.9 to 1.2. Parted filters took 1.3 to 2.0 for
 * an absent row as the machine got busier; they are kept because memory stays bounded. Files of
 * their own for each of 128 tables made gets dearer than shared ones in all four pairs of runs, by
 * 10 to 45 %: the price of keeping damage and drops to one table. {@code filesPerTable} turns it
 * off. With 5 million rows the whole process took 430 MiB under a heap of 256 MiB.
 */
package aitta.storage;
