/**
 * Who owns what. {@link aitta.ring.Placement} says where every range should be; {@link
 * aitta.ring.Ring} is what has been agreed: the members, and each range's owners with a version.
 *
 * <p>Dynamo (DeCandia et al., SOSP 2007), sections 4.2, 4.3, 4.6 and 6.2 (strategy 3: Q equal
 * ranges); bounded loads: Mirrokni, Thorup, Zadimoghaddam, <i>Consistent Hashing with Bounded
 * Loads</i>, 2016.
 *
 * <h2>Placement</h2>
 *
 * Each node has a token on every range; {@link aitta.ring.Tokens} numbers them in an order hashed
 * from its id. A range walks to the nearest tokens, where near means a low number and a heavy node,
 * and takes the first N nodes, other zones first. A node at its load bound keeps the ranges that
 * are nearest to it; the others walk on ({@link aitta.ring.BoundedMatching}). The load bound is
 * 1.05 × the fair share ({@link aitta.ring.FairShares}).
 *
 * <p>Invariants, for any members, Q and N:
 *
 * <ul>
 *   <li>It is a pure function of the set of members, Q and N, to the last bit on every machine.
 *   <li>A range has min(N, members) different owners, in as many different zones as there are, up
 *       to N.
 *   <li>The fullest node holds at most 1.06 × its fair share, or one place more than its share,
 *       wherever any placement with these zones could. Could means: every zone's bounds add up to Q
 *       where each zone must hold every range, and cut to what a zone may hold they add up to all
 *       places. Elsewhere zones share first, and nodes within them: availability before balance.
 *   <li>No node is primary of more than 1.1 × (or one more than) its ranges / n.
 * </ul>
 *
 * Measured over 100 random rings each: one join and one leave, places moved as a multiple of the
 * least possible; the fullest node against its fair share; the busiest primary against Q / S.
 *
 * <pre>
 *                               moved         fullest  primary    moved with 64 hashed tokens
 *    S     Q  N              mean  worst                          mean  worst
 *    5   128  3              1.01   1.09        1.04     1.13     1.03   1.11
 *   12   256  3              1.06   1.15        1.05     1.13     1.09   1.24
 *   25   512  3              1.12   1.25        1.04     1.12     1.17   1.35
 *   50  1024  3              1.20   1.37        1.04     1.12     1.26   1.44
 *   16  1024  3              1.02   1.07        1.05     1.14     1.09   1.18
 *   50  8192  3              1.01   1.02        1.05     1.14     1.18   1.26
 *   12   256  3  3 zones     1.05   1.12        1.05     1.13
 *   12   256  3  6 zones     1.18   1.36        1.05     1.13
 *   48  1024  3  4 zones     1.47   1.68        1.05     1.13
 *   50  1024  5              1.08   1.16        1.05     1.12
 *   50  1024  2              1.35   1.60        1.05     1.12
 *   50  1024  1              1.70   2.13        1.03     1.03
 *   weights 0.7 to 1.3:
 *   12   256  3              1.09   1.19        1.05     1.15
 *   25   512  3              1.15   1.35        1.05     1.15
 *   50  1024  3              1.24   1.41        1.05     1.15
 * </pre>
 *
 * What is moved beyond the least comes from nodes at their bound, which take back a range that they
 * had sent away when the newcomer takes another one. It grows with the number of nodes and shrinks
 * with their shares: with all nodes in one zone, QN of 4 S² or more keeps even the worst case below
 * 1.25. Whoever expects 50 nodes and N = 3 should found the ring with Q = 4096, not 1024. A
 * newcomer that leaves its zone larger than the others costs more, for its neighbours give up more
 * than the rest. Computing 64 nodes at Q = 1024 takes about 5 ms, 1000 nodes at Q = 65,536 about 2
 * s.
 *
 * <h2>The agreed ring</h2>
 *
 * Invariants: a range's version names one list for ever; {@link aitta.ring.Ring#merge} is
 * commutative, associative and idempotent, and nothing that was removed comes back by old news;
 * members joining or leaving move no range by themselves, only decided lists do. Lists in which
 * only the order differs from {@link aitta.ring.Ring#target} hold the same data. No word here on
 * who can be reached: that is a parameter where it matters.
 *
 * <h2>Departures</h2>
 *
 * <ul>
 *   <li>Dynamo throws a node's tokens at random points of the ring and walks clockwise. Here a node
 *       has one numbered token on each range and a range walks by number. Thrown tokens leave the
 *       shares of nodes uneven by 1 / √64 however large Q is, so that bounds strike and ranges move
 *       without need (right-hand columns above, with the same bounds and matching).
 *   <li>Mirrokni et al. let keys arrive one by one. Here nodes keep the nearest ranges instead of
 *       the first that came, so that the outcome depends on no order.
 *   <li>The walk ends by force where it got stuck: augmenting paths find room if there is any.
 *   <li>Stand-ins (Dynamo 4.6) are taken along the same walk, but zones without a reachable owner
 *       come first.
 * </ul>
 */
package aitta.ring;
