package aitta.simulation;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** A test whose runs, one after the other, are of one world. */
abstract class InOneWorld {
  static World world;

  @BeforeAll
  static void makeWorld() {
    Quiet.logs();
    world = new World();
  }

  @AfterAll
  static void closeWorld() {
    world.close();
  }
}
