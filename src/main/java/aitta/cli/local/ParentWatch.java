package aitta.cli.local;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;

/**
 * The child's side: ends this process in order once its parent is gone. The parent holds the other
 * end of our standard input and never writes to it, so that it ends when the parent does, however
 * that happens.
 */
public final class ParentWatch {
  /** As long as a node may take for SIGTERM; after that it ends as by SIGKILL. */
  private static final long GRACE_SECONDS = 10;

  private ParentWatch() {}

  public static void start(InputStream fromParent) {
    Thread watch = new Thread(() -> watch(fromParent), "parent-watch");
    watch.setDaemon(true);
    watch.start();
  }

  private static void watch(InputStream fromParent) {
    awaitEnd(fromParent);
    // As SIGTERM does: exit runs the shutdown hooks, and returns only if they never end.
    Thread exit = new Thread(() -> System.exit(0), "parent-gone");
    exit.setDaemon(true);
    exit.start();
    try {
      exit.join(TimeUnit.SECONDS.toMillis(GRACE_SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(1);
  }

  private static void awaitEnd(InputStream fromParent) {
    byte[] ignored = new byte[64];
    try {
      while (fromParent.read(ignored) >= 0) {
        // Nothing is ever sent; what is read all the same means nothing.
      }
    } catch (IOException e) {
      // A pipe that cannot be read has no parent at its end, either.
      return;
    }
  }
}
