/**
 * Settings that are changed while the cluster runs: what an operator says of them holds on every
 * node, over what each node's own configuration says, until it is taken back.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>A change is refused as a whole, or made as a whole.
 *   <li>It is on the disk of the node that took it before it is acknowledged; other nodes hear of
 *       it by Distributed Data, those that are away when they are back. Of two changes of one
 *       setting the later one holds everywhere.
 * </ul>
 */
package aitta.tuning;
