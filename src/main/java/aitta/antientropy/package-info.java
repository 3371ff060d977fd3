/**
 * What makes the owners of a range equal again, keeps their copies believable, and forgets what was
 * deleted. Dynamo, SOSP 2007, section 4.7.
 *
 * <p>Three state machines and their actors: {@link aitta.antientropy.ExchangeRound} compares two
 * copies and brings each what it lacks; {@link aitta.antientropy.FitnessKeeper} has copies that
 * were started anew confirmed by the other owners, and lets those that fell behind catch up; {@link
 * aitta.antientropy.Reclaimer} frees the space of deletes. {@link aitta.antientropy.RepairKeeper}
 * runs a node's exchanges, {@link aitta.antientropy.RangeSteward} says when.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>All that an exchange ever stores is a join, so that losing, repeating or crossing it with
 *       writes does no harm; it sends nobody what he has.
 *   <li>Copies in sync cost one small message; nothing is read from disk or written, and no counter
 *       moves. A difference that is gone when looked at again was a write on its way.
 *   <li>What one side has reclaimed is reclaimed by the other before anything is joined. A copy
 *       that was away longer than that is not joined at all: it is set aside and built anew.
 *   <li>A copy is fit again only after exchanges with n − w + 1 other owners that are fit: every
 *       quorum has one of them, so every acknowledged write is in theirs. Where the list was
 *       decreed no quorum need be left: then all nodes of the ring are asked what they have.
 *   <li>A copy that was started anew is fit once every other owner that can be reached, one at
 *       least, has confirmed that it never heard of it in a later state than it claims. What it
 *       takes until then is not claimed, by a second start neither. So a disk that is set back is
 *       found out if one of these was there when the lost writes were acknowledged; what each heard
 *       is on its disk some seconds later, and before anything counts where it is a copy that was
 *       made anew. It is not found out where its folder still carries its birth mark, as on a disk
 *       that was set back as a whole, and the only owners in reach were away themselves then. A
 *       folder that was copied is told by its birth mark, and never believed by confirmation alone.
 *   <li>Who has to catch up himself confirms nobody, as what he knew may be gone; but for the
 *       newcomer that came beside a lone owner and has lost nothing since: what that owner
 *       acknowledged alone nobody else ever vouched for, and of what both acknowledged the newcomer
 *       has heard. Where one of two owners has taken another's place this is not so: the one who
 *       left may know better. But with that one it may catch up, as it may with the one who stayed:
 *       each of the two had all, and nothing was acknowledged since without the newcomer.
 *   <li>A key is forgotten by one decision of all owners, each of them fit and holding exactly the
 *       same, after everything that was on its way has arrived and no member of the ring keeps a
 *       hint; never by age alone, never by a read.
 *   <li>The data path waits for none of this. A steward only proposes; without one the owners go on
 *       alone after three intervals, and two of them do no harm.
 * </ul>
 *
 * <p>Departures: the paper compares per virtual node and leaves the pace open; here each pair of
 * owners compares a range once an interval, by the one that comes first in their list. The paper
 * does not say how deletes end, nor how a node that lost its disk is kept from answering as if it
 * had not; both are this project's own. Stewards live by Pekko's sharding, which stands still while
 * a member of the cluster cannot be reached; that is why the owners do not depend on them.
 */
package aitta.antientropy;
