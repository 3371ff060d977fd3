package aitta.membership;

import aitta.codec.Input;
import aitta.codec.MalformedException;
import aitta.codec.Output;
import aitta.model.NodeId;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which data directory holds the place of which node in the ring. A node that lost its disk takes
 * its place again with another directory; should the old one turn up after that, it must not pass
 * for the node, as it knows nothing of what was acknowledged since.
 *
 * <p>A claim is made once by each directory, with a number above all that it has heard of; the
 * highest number holds. Claims are joined like the ring, and spread and kept with it.
 */
public record Claims(SortedMap<NodeId, Claim> byNode) {
  public static final Claims NONE = new Claims(new TreeMap<>());
  private static final int FORMAT = 1;

  /**
   * @param number from 1
   * @param directory incarnation of the data directory
   */
  public record Claim(long number, String directory) {
    /** The higher one; of two made apart with one number the same one everywhere. */
    Claim join(Claim other) {
      if (number != other.number) {
        return number > other.number ? this : other;
      }
      return directory.compareTo(other.directory) >= 0 ? this : other;
    }
  }

  public Claims {
    byNode = Collections.unmodifiableSortedMap(new TreeMap<>(byNode));
  }

  /** With a claim of {@code directory} above what is known of {@code node}. */
  public Claims claimedBy(NodeId node, String directory) {
    Claim held = byNode.get(node);
    SortedMap<NodeId, Claim> more = new TreeMap<>(byNode);
    more.put(node, new Claim(held == null ? 1 : held.number() + 1, directory));
    return new Claims(more);
  }

  /** Whether {@code directory} holds the place of {@code node}, as far as this knows. */
  public boolean isHeldBy(NodeId node, String directory) {
    Claim held = byNode.get(node);
    return held != null && held.directory().equals(directory);
  }

  /**
   * Whether {@code newer} knows that the place that {@code directory} holds here was taken by
   * another. A directory that never held it is not overtaken by who does.
   */
  public boolean isOvertakenIn(Claims newer, NodeId node, String directory) {
    return isHeldBy(node, directory) && !join(newer).isHeldBy(node, directory);
  }

  /** What to say to a directory that was overtaken. */
  static String overtaken(NodeId node, String ring) {
    return "the place of node "
        + node
        + " in ring "
        + ring
        + " was taken by another data directory after this one was last in use; its data is kept as"
        + " it is. Start the node on that other directory, or on an empty one";
  }

  public Claims join(Claims other) {
    SortedMap<NodeId, Claim> all = new TreeMap<>(byNode);
    other.byNode.forEach((node, claim) -> all.merge(node, claim, Claim::join));
    return new Claims(all);
  }

  void writeTo(Output out) {
    out.putByte(FORMAT).putVarint(byNode.size());
    byNode.forEach(
        (node, claim) ->
            out.putString(node.value()).putVarint(claim.number()).putString(claim.directory()));
  }

  static Claims read(Input in) {
    int format = in.getByte();
    if (format != FORMAT) {
      throw new MalformedException("claims of format " + format);
    }
    SortedMap<NodeId, Claim> claims = new TreeMap<>();
    for (int left = in.getCount(4); left > 0; left--) {
      claims.put(new NodeId(in.getString()), new Claim(in.getVarint(), in.getString()));
    }
    return new Claims(claims);
  }
}
