/**
 * Finding out cheaply in which keys two copies of a range differ. Dynamo, SOSP 2007, section 4.7.
 *
 * <p>A leaf stands for the keys whose tokens share some bits below their range's, and is the sum of
 * the hashes of what is known of them. A sum depends on no order, so that a write changes its leaf
 * without looking at the leaf's other keys; nothing is ever built by a timer or a scan.
 *
 * <p>Invariants: equal sets of keys and versions have equal trees, whatever their histories; values
 * and clocks play no part, so that an expiry, which is no event, makes no difference; the tree of
 * nothing hashes to 0.
 *
 * <p>Departure: the paper's trees are over ranges of keys and rebuilt when ranges move; here each
 * range has one of fixed shape. Sums of 64 bits can be made to collide by whoever chooses what is
 * summed; nobody does, since dots are drawn at random by the nodes.
 */
package aitta.merkle;
