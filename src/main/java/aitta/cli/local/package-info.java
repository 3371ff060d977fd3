/**
 * A cluster on one machine, to try Aitta with: each node a process of its own, so that one can be
 * killed as a machine would die.
 *
 * <p>Invariants: no child outlives its parent, not even one that was killed, since each child holds
 * the reading end of a pipe whose writing end only the parent has ({@link
 * aitta.cli.local.ParentWatch}); a child that dies takes no other with it once all were ready; the
 * same plan on the same folder goes on with the data.
 */
package aitta.cli.local;
