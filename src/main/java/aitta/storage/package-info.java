/**
 * The state of a node on disk: tables of rows of bytes in one RocksDB. Dynamo, SOSP 2007, section 5
 * calls it the local persistence engine.
 *
 * <p>It knows no keys, versions or ranges, only tables that belong to one event-sourced writer
 * each.
 */
package aitta.storage;
