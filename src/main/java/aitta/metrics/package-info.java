/**
 * Figures of a node for Prometheus, named after the folder that feeds them. {@code
 * docker/metrics.md} explains each of them; a test holds the two together.
 *
 * <p>What a request does is counted at once, into meters made before ({@code RequestMeters}); all
 * else is kept by its own folder in counters of its own, and read when somebody asks ({@link
 * aitta.metrics.NodeFigures}).
 *
 * <p>Invariants: the way of a request makes no meter and no tag; what tells series apart is bounded
 * by the size of the cluster and the number of statuses, and is never a bucket or a key.
 */
package aitta.metrics;
