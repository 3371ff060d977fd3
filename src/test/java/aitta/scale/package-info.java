/**
 * What becomes of a cluster of 3 to 1000 nodes: figures from the code of production where it can be
 * run (ring, placement, formats, rounds of reads), arithmetic where it cannot, and said so.
 *
 * <p>{@code mvn test-compile}, then {@code java -cp target/classes:target/test-classes:…
 * aitta.scale.ScaleRun src/site/scale} writes the page and its plots.
 */
package aitta.scale;
