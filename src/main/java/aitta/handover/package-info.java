/**
 * Ranges on their way from owner to owner: what {@link aitta.ownership} decides, brought about.
 * Dynamo, SOSP 2007, section 4.9, moves key ranges while they are in use, too; it has no list that
 * is agreed on at every moment.
 *
 * <p>The way of a range whose owners are not those that the ring wants ({@link
 * aitta.ring.Ring#target}), one step of {@link aitta.ownership.NextList} after the other:
 *
 * <ol>
 *   <li>The first owner that can be reached drives it ({@link aitta.handover.ChangeDriver}). It
 *       asks the newcomer to get a copy ready; that one fills an empty table by exchanges with the
 *       owners, and goes on exchanging until it is wanted ({@link aitta.handover.Guest}). A merkle
 *       tree finds what is missing, so what was copied once is not copied again, and a broken
 *       exchange goes on where it was.
 *   <li>When the newcomer is filled and the owners are level, the next list is decided. From the
 *       moment that an owner accepts it until it hears the decision it is sealed: it answers no
 *       read and no write under the old list. That takes a round trip and an fsync.
 *   <li>Everybody hears of the list: from the driver, from any replica asked under an older one,
 *       from gossip. Coordinators begin again under the new list what they had asked under the old
 *       one.
 *   <li>The newcomer takes writes at once, and answers strict reads when it has compared itself
 *       under the new list with as many owners as a quorum's write may have missed. It has nearly
 *       all already. Should the owners of before be killed in this moment, they confirm each other;
 *       a lone one is confirmed by the newcomer; and where the newcomer has taken the place of one
 *       of two, it catches up with that one ({@link aitta.antientropy}).
 *   <li>Who is no owner any more compares itself with owners, to the end, and drops its copy when
 *       all that can be reached, and as many as make a quorum, have all of it and those have caught
 *       up: no write is then on fewer disks than acknowledged it, and nobody needs the copy any
 *       more. After twenty seconds it is enough that a quorum has all of it; until then as many
 *       have to be there, too.
 * </ol>
 *
 * <p>A list that was decreed, because a majority of the owners before it is gone for good, is
 * marked so in the ring. An owner that had lost nothing need not have what a quorum acknowledged,
 * so it answers strict reads once it has compared itself with every node of the ring: one may be an
 * owner of before, whose copy has not gone yet. Where one of them has not brought that within ten
 * seconds, and where a copy had lost something before, its owner goes on with what it has, by
 * itself and once ({@code aitta.node.DecreedLoss}), whatever becomes of the node that was asked for
 * the decree.
 *
 * <p>Decided lists go into the ring a few times a second, many together: a ring is as large as
 * there are ranges, and so are the decisions of a join. With Q = 4096 and a fifth node some 4000
 * lists are decided, and a ring takes 20 KB and 1 to 2 ms to merge, encode or compare, so that one
 * ring for each would keep every node busy for 8 s; the placement, 7 to 11 ms, is computed once for
 * each change of the members. Gossip sends a ring at most once a second.
 *
 * <p>Invariants: a copy under which a list was decided is dropped only when a quorum of the newest
 * list has all of it; nothing here is needed to be kept: any owner can drive from what it is told;
 * who stands still is told of in the log after a minute. Steward of a range, for this, is whoever
 * comes first among its owners: no shard has to be found or moved first.
 */
package aitta.handover;
