package aitta.cli.local;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CountDownLatch;
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
    try {
      askToEnd();
      new CountDownLatch(1).await(GRACE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ReflectiveOperationException e) {
      // Without signals there is no end in order; what was acknowledged is on disk all the same.
      System.err.println("aitta: cannot end in order: " + e);
    }
    Runtime.getRuntime().halt(1);
  }

  /**
   * As SIGTERM does, whatever the node has made of that signal. By reflection: the compiler warns
   * of every mention of {@code sun.misc.Signal}, and there is nothing else that does this.
   */
  private static void askToEnd() throws ReflectiveOperationException {
    Class<?> signal = Class.forName("sun.misc.Signal");
    Object term = signal.getConstructor(String.class).newInstance("TERM");
    signal.getMethod("raise", signal).invoke(null, term);
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
