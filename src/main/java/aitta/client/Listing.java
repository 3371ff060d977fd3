package aitta.client;

import java.util.Collections;
import java.util.Iterator;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A listing read page by page: while one page is used, the next is on its way, and there are never
 * more than these two in memory.
 */
final class Listing<P, T> extends Spliterators.AbstractSpliterator<T> {
  private final Function<String, CompletionStage<P>> fetch;
  private final Function<P, Iterable<T>> entries;
  private final Function<P, String> next;
  private CompletionStage<P> coming;
  private Iterator<T> page = Collections.emptyIterator();
  private boolean started;
  private boolean closed;

  /**
   * @param fetch a page by its cursor, which is null for the first
   */
  Listing(
      Function<String, CompletionStage<P>> fetch,
      Function<P, Iterable<T>> entries,
      Function<P, String> next) {
    super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
    this.fetch = fetch;
    this.entries = entries;
    this.next = next;
  }

  @Override
  public boolean tryAdvance(Consumer<? super T> action) {
    while (!page.hasNext()) {
      if (!turn()) {
        return false;
      }
    }
    action.accept(page.next());
    return true;
  }

  /** To the next page; false behind the last. */
  private boolean turn() {
    if (closed) {
      throw new IllegalStateException("this listing is closed");
    }
    if (!started) {
      started = true;
      coming = fetch.apply(null);
    }
    if (coming == null) {
      return false;
    }
    P arrived = Stages.await(coming);
    String cursor = next.apply(arrived);
    coming = cursor == null ? null : fetch.apply(cursor);
    page = entries.apply(arrived).iterator();
    return true;
  }

  void close() {
    closed = true;
    coming = null;
  }
}
