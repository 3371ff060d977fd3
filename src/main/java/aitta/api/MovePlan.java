package aitta.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/** Which ranges would move: the answer to a membership change with {@code dry-run=true}. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record MovePlan(List<Move> moves) {
  public MovePlan {
    moves = List.copyOf(moves);
  }

  /**
   * One range on its way.
   *
   * @param from null where it would be put together from all remaining owners
   */
  @JsonInclude(JsonInclude.Include.ALWAYS)
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Move(int range, String from, String to) {}
}
