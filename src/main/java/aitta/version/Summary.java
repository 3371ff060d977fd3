package aitta.version;

import aitta.codec.Input;
import aitta.codec.MalformedException;
import aitta.codec.Output;
import java.util.List;

/**
 * A {@link Siblings} without its values: enough to tell which of two sets knows more. What a read
 * asks of all owners but one.
 *
 * @param context all dots that the set has seen
 * @param dots those of its versions, ascending
 * @param newest the newest of all {@code latest} versions it has seen
 */
public record Summary(Context context, List<Dot> dots, Newest newest) {
  public static final Summary EMPTY = new Summary(Context.EMPTY, List.of(), Newest.NONE);

  public Summary {
    dots = List.copyOf(dots);
  }

  /** Whether joining {@code other} into this set would change nothing. */
  public boolean includes(Summary other) {
    if (!newest.isAtLeast(other.newest) || !context.covers(other.context)) {
      return false;
    }
    for (Dot dot : dots) {
      if (other.context.covers(dot) && !other.dots.contains(dot)) {
        return false; // the other side has dropped what is still here
      }
    }
    return true;
  }

  /**
   * Whether there is a version of {@code other} that this set has neither got nor seen superseded.
   * Where there is none, this set may still hold what {@code other} has dropped: only {@link
   * #includes} says that a join would change nothing.
   */
  public boolean lacksVersionOf(Summary other) {
    for (Dot dot : other.dots) {
      if (!context.covers(dot)) {
        return true;
      }
    }
    return false;
  }

  public void writeTo(Output out) {
    context.writeTo(out);
    newest.writeTo(out);
    Dot.writeAll(dots, out);
  }

  /**
   * @throws MalformedException unless the bytes are what {@link #writeTo} makes
   */
  public static Summary readFrom(Input in) {
    Context context = Context.readFrom(in);
    Newest newest = Newest.readFrom(in);
    List<Dot> dots = Dot.readAscending(in);
    if (!dots.stream().allMatch(context::covers)) {
      throw new MalformedException("a version that its context does not cover");
    }
    return new Summary(context, dots, newest);
  }
}
