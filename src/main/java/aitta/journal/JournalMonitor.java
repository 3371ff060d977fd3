package aitta.journal;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.Done;
import org.apache.pekko.actor.AbstractExtensionId;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.Extension;

/**
 * How the rest of the process sees the journal of this actor system. Nothing is known before the
 * first persistent actor has started it, or {@code pekko.persistence.journal.auto-start-journals}
 * has. For any thread.
 */
public final class JournalMonitor implements Extension {
  /** The plugin's path in the configuration. */
  public static final String PLUGIN_ID = "aitta.journal";

  private static final Id ID = new Id();

  private static final class Id extends AbstractExtensionId<JournalMonitor> {
    @Override
    public JournalMonitor createExtension(ExtendedActorSystem system) {
      return new JournalMonitor();
    }
  }

  private final Map<String, JournalStore> open = new ConcurrentHashMap<>();
  private final Map<String, JournalException> failed = new ConcurrentHashMap<>();

  private volatile Map<String, Long> missed = Map.of();

  private JournalMonitor() {}

  public static JournalMonitor get(ClassicActorSystemProvider system) {
    return ID.get(system);
  }

  void opened(String pluginId, JournalStore store, Map<String, Long> missed) {
    failed.remove(pluginId);
    this.missed = Map.copyOf(missed);
    open.put(pluginId, store);
  }

  void failed(String pluginId, JournalException why) {
    failed.put(pluginId, why);
  }

  void closed(String pluginId) {
    open.remove(pluginId);
  }

  /** Empty while the journal is not open. */
  public Optional<JournalFigures> figures() {
    return journal().map(JournalStore::figures);
  }

  /**
   * Bytes of records in segments that hold events which are not deleted; 0 while the journal is not
   * open. Cheap enough to be asked often: this is what checkpoints are triggered by.
   */
  public long bytesInUse() {
    return journal().map(JournalStore::bytesInUse).orElse(0L);
  }

  /** What was found damaged when the journal was opened. */
  public List<JournalDamage> damages() {
    return journal().map(JournalStore::damages).orElse(List.of());
  }

  /**
   * Ids of which the journal had less than it must have, when it was opened, and up to where they
   * went: see {@link JournalExpectation}.
   */
  public Map<String, Long> missed() {
    return missed;
  }

  /** Why the journal could not be opened, if it could not. */
  public Optional<JournalException> failure() {
    return Optional.ofNullable(failed.get(PLUGIN_ID));
  }

  /**
   * Gives up all events of an id, damaged or not; its sequence numbers go on where they were. For a
   * replica that is rebuilt from its peers, since an id with damaged events cannot recover and so
   * cannot delete them itself. Fails with a {@link JournalException}.
   */
  public CompletionStage<Done> discard(String persistenceId) {
    return delete(persistenceId, Long.MAX_VALUE);
  }

  /**
   * Deletes the events of an id up to a sequence number. For events that a state on disk stands in
   * for: Pekko's own way is an actor's, who would have to recover first, and a typed one deletes
   * only together with a snapshot. Fails with a {@link JournalException}.
   *
   * @param toSeqNr inclusive
   */
  public CompletionStage<Done> delete(String persistenceId, long toSeqNr) {
    CompletableFuture<Done> done = new CompletableFuture<>();
    try {
      JournalStore store =
          journal().orElseThrow(() -> new IllegalStateException("the journal is not open"));
      store.submit(
          new Submission.Delete(
              persistenceId,
              toSeqNr,
              new Submission.Outcome() {
                @Override
                public void done() {
                  done.complete(Done.getInstance());
                }

                @Override
                public void failed(JournalException why) {
                  done.completeExceptionally(why);
                }
              }));
    } catch (JournalException | IllegalStateException e) {
      done.completeExceptionally(e);
    }
    return done;
  }

  private Optional<JournalStore> journal() {
    return Optional.ofNullable(open.get(PLUGIN_ID));
  }
}
