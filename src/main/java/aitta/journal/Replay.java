package aitta.journal;

import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.pekko.persistence.PersistentRepr;

/** One replay: events {@code from} to {@code to}, at most {@code max} of them, in order. */
final class Replay {
  private final EventCodec codec;
  private final ReplayPacer pacer;
  private final long from;
  private final long to;
  private final Consumer<PersistentRepr> receiver;
  private long left;

  Replay(
      EventCodec codec,
      ReplayPacer pacer,
      long from,
      long to,
      long max,
      Consumer<PersistentRepr> receiver) {
    this.codec = codec;
    this.pacer = pacer;
    this.from = from;
    this.to = to;
    this.left = max;
    this.receiver = receiver;
  }

  void run(JournalStore journal, String persistenceId)
      throws TimeoutException, InterruptedException {
    if (left > 0) {
      journal.replay(persistenceId, from, this::record);
    }
  }

  private boolean record(RecordHeader header, byte[] body)
      throws TimeoutException, InterruptedException {
    if (header.firstSeqNr() > to) {
      return false;
    }
    pacer.sending(body.length);
    return codec.decode(header, body, from, this::event);
  }

  private boolean event(PersistentRepr repr) {
    if (repr.sequenceNr() > to) {
      return false;
    }
    receiver.accept(repr);
    return --left > 0;
  }
}
