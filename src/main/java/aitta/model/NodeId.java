package aitta.model;

/**
 * The stable name of a node. Its data belongs to this name, not to an address: a node that comes
 * back on another port is the same node.
 *
 * @param value 1 to 64 characters of {@code A-Z a-z 0-9 . _ -}
 */
public record NodeId(String value) implements Comparable<NodeId> {
  private static final int MAX_LENGTH = 64;

  public NodeId {
    if (!isLegal(value)) {
      throw new IllegalArgumentException(
          "node id '" + value + "' must be 1 to 64 characters of A-Z a-z 0-9 . _ -");
    }
  }

  /** Whether {@code value} can name a node; zones follow the same rule. */
  public static boolean isLegal(String value) {
    return value != null && Names.areLegal(value, MAX_LENGTH);
  }

  @Override
  public int compareTo(NodeId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
