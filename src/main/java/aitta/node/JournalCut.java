package aitta.node;

import aitta.storage.TableId;
import org.apache.pekko.persistence.AbstractPersistentActor;
import org.apache.pekko.persistence.DeleteMessagesFailure;
import org.apache.pekko.persistence.DeleteMessagesSuccess;
import org.apache.pekko.persistence.Recovery;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes a table's events up to a sequence number, and ends. An actor of its own, because a typed
 * event-sourced one deletes events only together with a snapshot, and stands still for as long as
 * that takes; this one replays and writes nothing, so it may bear the same persistence id.
 */
final class JournalCut extends AbstractPersistentActor {
  private static final Logger LOG = LoggerFactory.getLogger(JournalCut.class);

  private final TableId table;
  private final long toSeqNr;

  JournalCut(TableId table, long toSeqNr) {
    this.table = table;
    this.toSeqNr = toSeqNr;
  }

  @Override
  public String persistenceId() {
    return table.persistenceId();
  }

  @Override
  public Recovery recovery() {
    return Recovery.none();
  }

  @Override
  public void preStart() throws Exception {
    super.preStart();
    deleteMessages(toSeqNr);
  }

  @Override
  public Receive createReceiveRecover() {
    return receiveBuilder().build();
  }

  @Override
  public Receive createReceive() {
    return receiveBuilder()
        .match(DeleteMessagesSuccess.class, done -> getContext().stop(getSelf()))
        .match(DeleteMessagesFailure.class, this::onFailure)
        .build();
  }

  private void onFailure(DeleteMessagesFailure failure) {
    LOG.error(
        "{}: events up to {} were not deleted: {}", table, toSeqNr, failure.cause().getMessage());
    getContext().stop(getSelf());
  }
}
