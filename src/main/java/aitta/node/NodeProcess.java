package aitta.node;

import aitta.config.Settings;
import aitta.credentials.AuditFile;
import aitta.membership.DataDirectory;
import aitta.membership.Ending;
import aitta.membership.Times;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A node as a process of its own. */
public final class NodeProcess {
  /** After an error that leaves nothing to rely on, such as memory that has run out. */
  public static final int FATAL = 70;

  private static final Logger LOG = LoggerFactory.getLogger(NodeProcess.class);

  /** What a node may take to end in order, with a margin for the runtime. */
  private static final Duration STOPS = Duration.ofMillis(9800);

  private NodeProcess() {}

  /**
   * Runs the node until it is asked to end (SIGTERM, SIGINT), or cannot go on.
   *
   * @return the code for the operating system: 0 if it was asked to end
   */
  public static int run(Settings settings, Parts parts) {
    Thread.setDefaultUncaughtExceptionHandler(NodeProcess::onUncaught);
    try (DataDirectory directory =
        DataDirectory.open(
            settings.node().dataDir(), settings.node().id(), settings.cluster().name())) {
      if (settings.isReadableOnTheWay()) {
        LOG.warn(
            "Nothing is encrypted: whoever is on the way reads tokens and data, and whoever reaches"
                + " port {} is a peer. Set AITTA_TLS_CERT, AITTA_TLS_KEY and AITTA_TLS_CA, or keep"
                + " nodes and clients on a network of their own",
            settings.cluster().port());
      }
      settings.security().auditFile().ifPresent(file -> AuditFile.open(file, settings.log()));
      NodeLoop loop =
          new NodeLoop(settings, directory, parts, Times.of(settings.cluster().joinTimeout()));
      if (!Signals.onRequestToEnd(() -> stop(loop))) {
        LOG.warn("This runtime has no signals: the node cannot be asked to end in order");
      }
      Ending.Exit exit = loop.run();
      if (exit.code() == 0) {
        LOG.info("Node {} has ended: {}", settings.node().id(), exit.reason());
      } else {
        say(exit.reason());
      }
      return exit.code();
    } catch (IOException e) {
      say(e.getMessage());
      return 1;
    }
  }

  /** To the log and, as that may be a file, to whoever started the process. */
  private static void say(String reason) {
    LOG.error("The node ends: {}", reason);
    System.err.println("aitta: " + reason);
  }

  private static void stop(NodeLoop loop) {
    loop.stop("asked to end");
    Thread watchdog =
        new Thread(
            () -> {
              if (!loop.awaitEnd(STOPS)) {
                LOG.error("Could not end in order within {}", STOPS);
                Runtime.getRuntime().halt(1);
              }
            },
            "aitta-watchdog");
    watchdog.setDaemon(true);
    watchdog.start();
  }

  private static void onUncaught(Thread thread, Throwable failure) {
    if (failure instanceof VirtualMachineError || failure instanceof LinkageError) {
      try {
        LOG.error("Fatal error in thread {}", thread.getName(), failure);
      } finally {
        Runtime.getRuntime().halt(FATAL);
      }
    }
    LOG.error("Uncaught error in thread {}", thread.getName(), failure);
  }
}
