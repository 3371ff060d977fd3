/**
 * What parts cost, measured with JMH; not run with the tests. All of them, or those whose names
 * match:
 *
 * <pre>{@code
 * mvn -q -B test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath
 * java -cp target/test-classes:target/classes:$(cat target/classpath) org.openjdk.jmh.Main Context
 * }</pre>
 *
 * The journal's is {@code aitta.journal.JournalAppendBenchmark}, for it needs what only its folder
 * sees. What a whole request costs is measured with {@code aitta load}.
 */
package aitta.bench;
