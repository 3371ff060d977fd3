/**
 * How the list of a range's owners changes: one agreed list at a time, each the successor of the
 * last. Dynamo, SOSP 2007, section 4.8, leaves ring changes to gossip and an operator's care;
 * between two views quorums there need not overlap.
 *
 * <p>The change from list v to list v+1 is one decision by a majority of the owners in list v, who
 * put down what they promise and accept: Lamport, <em>Paxos Made Simple</em>, 2001, with one
 * instance for each range and version. {@link aitta.ownership.Acceptor} is what an owner keeps,
 * {@link aitta.ownership.ListRound} one attempt of whoever proposes, {@link
 * aitta.ownership.NextList} the step that leads towards where the ring wants the range to be.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>A version of a range names one list for ever; only its successor can follow it.
 *   <li>A list changes by one owner added, replaced or taken away, or by their order. So every
 *       majority of one list meets every majority of the next, as far as the newcomer is left out
 *       until it has caught up.
 *   <li>An owner that has accepted a successor is sealed: it reads and writes nothing under its own
 *       list any more, until it learns what was decided. A seal ends by a decision alone; whoever
 *       finds one may bring the decision about, with the list that it finds accepted.
 *   <li>An owner that may have lost what it has said has no vote until it has caught up, and takes
 *       over meanwhile what those say that it catches up with ({@link aitta.ownership.Pledge}):
 *       each majority that it was part of has one of them in it. So a disk that is lost together
 *       with an owner that is gone for good needs an operator who accepts the loss first.
 *   <li>The next list is proposed while the owners are level: none of them is catching up, and
 *       under this list each has exchanged with each other one that still lives. Else a version
 *       that a quorum of an earlier list had may by now be with the very owner that is taken out.
 *   <li>A newcomer counts for strict reads once it has completed exchanges with as many owners as a
 *       write may have missed, each of them sealed or past that list. Who is taken out drops its
 *       copy once a quorum of the new list has all of it.
 * </ul>
 *
 * <p>Proposers only propose, so that two of them do no harm. This package knows no actor, disk or
 * clock.
 */
package aitta.ownership;
