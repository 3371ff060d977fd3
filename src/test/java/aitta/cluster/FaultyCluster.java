package aitta.cluster;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives a test method a cluster of its own to be harmed, as a parameter of type {@link Faults}: all
 * nodes run and see each other. Its seed is printed with the failure, and {@code -Daitta.seed=}
 * repeats it.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(FaultInjection.class)
@interface FaultyCluster {
  int nodes();

  /**
   * Whether each node has a network namespace of its own, so that links can be cut and made slow;
   * where that is not permitted, the test is skipped.
   */
  boolean separate() default false;

  /** Environment variables of all nodes, {@code NAME=value}. */
  String[] settings() default {};

  /** Lines of a configuration file that all nodes read. */
  String[] config() default {};
}
