/**
 * Many nodes in one thread, under one seed: the parts of production themselves (coordinators, range
 * replicas and their logs, hint stores, exchanges, keepers of fitness, reclaimers, stewards, and
 * where members come and go the keepers of copies and the drivers of changes), over a simulated
 * network, clock and disk. In the manner of FoundationDB and TigerBeetle.
 *
 * <p>Nothing that production decides is decided here again. The actors are those of a node, wired
 * as a node wires them; each simulated node has an actor system whose dispatchers, timers and
 * journal are taken over by the {@link aitta.simulation.Timeline}. So a timer of ten minutes costs
 * nothing, a process can be stopped and go on, be killed between any two messages, and come back
 * over what was on its disk by then.
 *
 * <p>What can happen: messages are delayed, reordered, repeated and lost; links are cut, one way
 * too; nodes crash, are stopped, believe others away; writes to disk fail, with the event written
 * or not; disks are slow, lost, or set back to a backup, noticed or not; clocks differ by hours.
 * Members join, leave, are removed once they are gone for good, or by force though they are not,
 * while all of this happens to whoever drives, gives or takes ({@link
 * aitta.simulation.MovingScenes}, {@link aitta.simulation.ChangeScenes}), and in the very moment of
 * a decision ({@link aitta.simulation.Ambush}); lists of owners are from one to three long. What
 * Distributed Data spreads of the ring reaches each node in its own time, in any order ({@link
 * aitta.simulation.RingRegister}).
 *
 * <p>What must hold:
 *
 * <ul>
 *   <li>At rest every owner holds the same, and in it each acknowledged version, or one that took
 *       its place: by the {@link aitta.simulation.Ledger}, which keeps account without contexts.
 *       Where a disk was lost that is promised to what a quorum acknowledged.
 *   <li>A strict read shows what a strict quorum acknowledged before it, and nothing that such a
 *       write had taken the place of. Nothing deleted is back at rest.
 *   <li>No dot and no ballot is used twice; of conditional writes over one version one wins; they
 *       leave no siblings.
 *   <li>Who is told that a level was met is told by as many; when a client hears of its write, as
 *       many have it on disk.
 *   <li>Of one version of a range's list there is one; at rest each range is where the ring wants
 *       it, its owners and nobody else have a copy of it, and all know the same ring.
 *   <li>At any moment ({@link aitta.simulation.QuorumWatch}): whichever quorum of a range's owners
 *       of now answers a strict read, one of them knows what a strict quorum acknowledged, under
 *       this list or an earlier one; and unless a disk was lost, as many have it on disk.
 *   <li>Everything comes to rest: all copies fit, no hint left, no question open, no byte of any
 *       budget taken, every request answered once, contexts small. No part ever fails.
 * </ul>
 *
 * <p>Of each seed one theme ({@link aitta.simulation.Scenes}): sequences in which something is
 * likely to go wrong that chance alone would seldom bring about. Most worlds are small.
 *
 * <p>What is not promised: a disk that is set back without a trace is found out by peers that know
 * its copies to have been further ({@link aitta.simulation.Setback}); of the last event before it
 * they may not have heard. A node that owned a range alone when its backup was made asks nobody
 * after it was set back to it, though others own the range by now: that is not done here. Where too
 * few copies are left that are fit, strict reads wait for an operator, here too: where a disk was
 * lost, and where ranges have two owners at most and one of them has just taken another's place: it
 * is asked to confirm a copy that was started again before it has caught up. Nowhere else.
 *
 * <p>A seed replays exactly ({@link aitta.simulation.SimulationTest}). A plan that goes wrong is
 * shrunk ({@link aitta.simulation.Shrinker}) and printed as a story. {@link
 * aitta.simulation.FlawsTest} makes deliberate mistakes between the parts and has each found.
 * {@link aitta.simulation.FoundSeedsTest} runs again what once went wrong.
 *
 * <p>The build runs 20,000 schedules of whole nodes; {@code mvn test -Dtest=SimulationTest
 * -Daitta.simulation.schedules=N} as many as are wanted. For long: {@code mvn test-compile}, then
 * {@code java -cp target/classes:target/test-classes:… aitta.simulation.LongRun 1 1000000 2} (first
 * seed, how many, threads), the class path being what {@code mvn dependency:build-classpath} says;
 * {@code aitta.simulation.FlawRun 4000} says by which seed each mistake is found; {@code
 * -Daitta.simulation.messages=true} has stories tell of each message. Of the core alone, without
 * actors, run for long: {@code mvn test -Dtest=OwnershipSimulationTest
 * -Daitta.simulation.seeds=1000000}.
 */
package aitta.simulation;
