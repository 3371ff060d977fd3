package aitta.ownership;

import java.util.Comparator;
import java.util.stream.Stream;

/**
 * What an owner has said about the successor of its list. Whoever has lost its own word takes over
 * those of others: whatever it may have promised or helped to decide, one of enough others knows.
 *
 * @param promised no proposal below it is taken; null for none
 * @param accepted the successor accepted last; null for none
 */
public record Pledge(Proposal promised, Accepted accepted) {
  public static final Pledge NONE = new Pledge(null, null);

  private static final Comparator<Accepted> BY_PROPOSAL = Comparator.comparing(Accepted::proposal);

  /**
   * Both together. To be held to a proposal that one did not take itself does no harm: if another
   * list was decided by a lower one, this one names the same, and if by a higher, that one is
   * found.
   */
  Pledge join(Pledge other) {
    return new Pledge(
        higher(promised, other.promised, Comparator.naturalOrder()),
        higher(accepted, other.accepted, BY_PROPOSAL));
  }

  private static <T> T higher(T one, T other, Comparator<T> order) {
    return Stream.of(one, other).filter(word -> word != null).max(order).orElse(null);
  }
}
