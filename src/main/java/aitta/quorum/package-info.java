/**
 * Who has to answer before a client is answered: levels, and the rounds of reads and writes as
 * facts in, steps out.
 *
 * <p>A round knows no actor, no wire and no clock. Its shell tells it what happened (a reply, a
 * refusal, "this has taken long", "time is up") and asks for the next step. What a round does
 * depends on which facts are in, not on the order in which they came.
 *
 * <p>Invariants: a node counts once, whatever number of copies or hints it holds; where {@code
 * strict} is set, owners alone count, and of a write that wins or loses by time those alone that
 * have caught up, as others may not know of a newer one; no owner is left without the version or a
 * hint for it when a write round ends, as long as any node takes the hint.
 *
 * <p>Dynamo, SOSP 2007, sections 4.5 and 4.6; Dean and Barroso, <em>The Tail at Scale</em>, 2013,
 * for asking one more when the first is slow. Departure: a read asks r replicas, not all N, and all
 * but one for their versions without the values.
 */
package aitta.quorum;
