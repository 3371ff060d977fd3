/**
 * Coordinator actors ask replicas, count their replies and answer each client by the deadline.
 * Dynamo, SOSP 2007, sections 4.5 and 4.6. A node has a few of them, each with its share of the
 * keys and with many requests at once: an actor for each request was clearer by a little, and took
 * a sixth of the CPU of a read.
 *
 * <p>The actors decide nothing: rounds in {@link aitta.quorum} do, and the replica mints. A write
 * goes to an owner: this node if it is one, else the first that can be reached; an owner that stays
 * silent is passed over, and where no owner is left this node coordinates as a stand-in. A
 * conditional write goes to the first owner alone, which takes those of one key in turn.
 *
 * <p>Invariants: every request ends with one {@link aitta.request.Outcome} by its timeout; requests
 * in flight are bounded; after the client has its answer, a write stays until every owner has the
 * version or a hint for it is on disk.
 */
package aitta.coordinator;
