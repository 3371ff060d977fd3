package aitta.simulation;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/** Nodes that crash by the million are not to be logged. */
final class Quiet {
  private Quiet() {}

  static void logs() {
    for (String name : new String[] {"aitta", "org.apache.pekko"}) {
      ((Logger) LoggerFactory.getLogger(name)).setLevel(Level.OFF);
    }
  }
}
