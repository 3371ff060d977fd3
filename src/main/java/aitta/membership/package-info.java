/**
 * Who belongs to the cluster, who can be reached, and how a node comes in. Dynamo (DeCandia et al.,
 * SOSP 2007), section 4.8.
 *
 * <p>Two things are kept apart. The <em>ring</em> says which nodes there are and what each owns; it
 * changes by decision alone, and lies on every node's disk. <em>Liveness</em> is Pekko Cluster's
 * word about its members, and changes nothing but whom one asks. Nodes have names; a Pekko member
 * is only the actor system that a node runs in at the moment.
 *
 * <p>Invariants: two rings with a common founding member cannot come about ({@code FoundingVote});
 * clusters merge only within one ring ({@code MergeRule}); a member is declared over only when a
 * newer start on the same data directory proves it, or another directory holds its name and it
 * cannot be reached ({@code MemberDirectory}); nobody is ever declared over by a timer.
 *
 * <p>Members that go: a leave or a removal is judged by the node that is asked, on its own ring,
 * and told to all before it is said to have begun. Two that are asked for at once, and together
 * leave too few, are so known to at least one of those nodes, which takes its own back. Where a
 * partition keeps the two apart, the merged ring itself holds one leaver back ({@link
 * aitta.ring.Ring#placed}): ranges are always placed on N nodes where there are as many. Removals
 * without force touch no list, so two that should not both have been end with ranges that wait for
 * force or for one of the removed, and with nothing given up.
 *
 * <p>Unlike the paper, where an operator's command or gossip history tells the first members, a
 * fresh cluster waits for so many nodes and has them all vote for its first ring. And where Dynamo
 * leaves it to seeds that rings do not drift apart, here nodes keep asking known addresses that are
 * not in their cluster.
 */
package aitta.membership;
