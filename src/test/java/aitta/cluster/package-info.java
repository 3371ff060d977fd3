/**
 * Acceptance tests: Aitta as its users meet it, real JVMs that are killed, cut off and fed with
 * rubbish, judged by the HTTP contract alone. Nothing in here imports the product.
 *
 * <p>{@link aitta.cluster.TestCluster} runs {@code java -jar ${aitta.jar} node} once per node (the
 * system property {@code aitta.jar} defaults to {@code target/aitta.jar}) and keeps each node's
 * output in {@code target/cluster-logs/<cluster>/<node>.log}; {@link aitta.cluster.TestNetwork}
 * gives each node a network namespace of its own, so that nodes can be cut off from each other
 * while the test still reaches all of them. Every child process is ended by its process id when its
 * cluster is closed, and at the latest when the test JVM ends.
 *
 * <p>Invariants: all traffic stays on loopback or in namespaces made here; random choices come from
 * a printed seed ({@code -Daitta.seed=} repeats one); a wait ends with a state that was observed,
 * never because time has passed.
 *
 * <p>One class alone: {@code mvn -q verify -Dit.test=CartIT -Dtest=none
 * -Dsurefire.failIfNoSpecifiedTests=false}.
 */
package aitta.cluster;
