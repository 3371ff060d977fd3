package aitta.version;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The truth table of {@link Precondition#holds}, against nothing, one version, and siblings. */
class PreconditionTest {
  private static final Version A = version(0xa);
  private static final Version B = version(0xb);
  private static final View ONE = new View.One(A);
  private static final View.Several SEVERAL = new View.Several(List.of(A, B));

  @ParameterizedTest
  @CsvSource({
    "If-None-Match: *,           true,  false, false",
    "If-Match: *,                false, true,  true",
    "If-Match: a-1,              false, true,  false",
    "If-Match: b-1,              false, false, false",
    "If-Match: b-1 a-1,          false, true,  false",
    "If-Match: set,              false, false, true",
    "If-Match: a-1 set,          false, true,  true",
    "If-Match:,                  false, false, false",
    "If-None-Match: a-1,         true,  false, true",
    "If-None-Match: b-1,         true,  true,  true",
    "If-None-Match: set,         true,  true,  false",
    "If-None-Match: b-1 a-1 set, true,  false, false",
    "If-None-Match:,             true,  true,  true"
  })
  void holds(String header, boolean ofNothing, boolean ofOne, boolean ofSeveral) {
    Precondition precondition = parse(header);
    assertThat(precondition.holds(View.Nothing.INSTANCE)).isEqualTo(ofNothing);
    assertThat(precondition.holds(ONE)).isEqualTo(ofOne);
    assertThat(precondition.holds(SEVERAL)).isEqualTo(ofSeveral);
  }

  private static Precondition parse(String header) {
    boolean none = header.startsWith("If-None-Match:");
    String rest = header.substring(header.indexOf(':') + 1).strip();
    if (rest.equals("*")) {
      return none ? Precondition.NothingLive.INSTANCE : Precondition.SomethingLive.INSTANCE;
    }
    Set<String> tags =
        rest.isEmpty() ? Set.of() : Set.of(rest.replace("set", SEVERAL.etag()).split(" "));
    return none ? new Precondition.MatchesNone(tags) : new Precondition.Matches(tags);
  }

  private static Version version(long writer) {
    return Life.version(new Dot(writer, 1), 1, false, "value");
  }
}
