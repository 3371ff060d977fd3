package aitta.journal;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** Writes until it is killed, and says on its standard output what was acknowledged. */
final class KilledWriter {
  static final int IDS = 8;
  private static final int DELETE_EVERY = 50;

  private final OpenJournal journal;
  private final PrintStream out;

  private KilledWriter(OpenJournal journal, PrintStream out) {
    this.journal = journal;
    this.out = out;
  }

  public static void main(String[] args) throws InterruptedException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.US_ASCII);
    KilledWriter writer = new KilledWriter(OpenJournal.in(Path.of(args[0])), out);
    for (int i = 0; i < IDS; i++) {
      String id = "id-" + i;
      new Thread(() -> writer.write(id)).start();
    }
    new CountDownLatch(1).await();
  }

  static String text(String id, long seqNr) {
    return id + "/" + seqNr + "/" + "x".repeat((int) (seqNr * 37 % 900));
  }

  private void write(String id) {
    for (long next = journal.store.highest(id) + 1; ; next++) {
      journal.write(id, next, text(id, next));
      say("w", id, next);
      if (next % DELETE_EVERY == 0) {
        journal.delete(id, next - DELETE_EVERY / 2);
        say("d", id, next - DELETE_EVERY / 2);
      }
    }
  }

  private void say(String what, String id, long seqNr) {
    synchronized (out) {
      out.println(what + " " + id + " " + seqNr + " .");
    }
  }
}
