package aitta.paper;

import static org.assertj.core.api.Assertions.assertThat;

import aitta.version.Context;
import aitta.version.Dot;
import aitta.version.Seen;
import aitta.version.Siblings;
import aitta.version.Version;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Preguiça, Baquero, Almeida, Fonte, Gonçalves, <em>Brief Announcement: Efficient Causality
 * Tracking in Distributed Storage Systems With Dotted Version Vectors</em>, PODC 2012.
 */
class DottedVersionVectorsTest {
  private static final long A = 0x10000;
  private static final long B = 0x20000;

  @Test
  void twoClientsOfOneServerWithOneContextAreToldApart() {
    Siblings first = write(Siblings.EMPTY, Context.EMPTY, A, 1);
    Context both = first.context(); // what two clients have read
    Siblings left = write(first, both, A, 2);
    Siblings right = write(left, both, A, 3);
    assertThat(right.versions()).extracting(Version::dot).containsExactly(dot(A, 2), dot(A, 3));

    // A vector of servers alone names both writes by what the server counts: {A:2} and {A:3}.
    Map<Long, Long> leftVector = Map.of(A, 2L);
    Map<Long, Long> rightVector = Map.of(A, 3L);
    assertThat(descends(rightVector, leftVector)).as("and so would lose the left one").isTrue();
  }

  @Test
  void theSizeFollowsTheReplicasAndNotTheClients() {
    long[] servers = {A, B, 0x30000};
    SplittableRandom random = new SplittableRandom(1);
    Siblings object = Siblings.EMPTY;
    Map<Long, Long> perClient = new HashMap<>();
    for (int i = 1; i <= 3000; i++) {
      object = write(object, object.context(), servers[random.nextInt(3)], i);
      perClient.merge(
          random.nextLong(1000), 1L, Long::sum); // an entry a client, as the alternative
    }
    assertThat(object.context().size()).isEqualTo(3);
    assertThat(perClient.size()).isGreaterThan(900);
  }

  @Test
  void aVersionIsObsoleteExactlyWhenItsDotIsInThePastOfAnother() {
    Siblings one = write(Siblings.EMPTY, Context.EMPTY, A, 1);
    Siblings two = write(one, one.context(), B, 1);
    Siblings beside = write(one, Context.EMPTY, A, 2);
    assertThat(two.context().covers(dot(A, 1))).isTrue();
    assertThat(two.context().covers(dot(A, 2))).isFalse();
    assertThat(two.join(beside).versions())
        .extracting(Version::dot)
        .containsExactly(dot(A, 2), dot(B, 1));
  }

  @Test
  void aDotMayLieBeyondItsPastSoThatAGapIsNoClaim() {
    Siblings sparse = write(Siblings.EMPTY, Context.ofDot(dot(A, 3)), B, 1); // saw a3, not a1, a2
    Siblings earlier = write(Siblings.EMPTY, Context.EMPTY, A, 1);
    assertThat(sparse.join(earlier).versions())
        .extracting(Version::dot)
        .containsExactly(dot(A, 1), dot(B, 1));
  }

  @Test
  void clientsThatWriteBesideEachOtherDoNotPileUpSiblings() {
    int clients = 5;
    Siblings object = Siblings.EMPTY;
    List<Context> contexts = new ArrayList<>(Collections.nCopies(clients, Context.EMPTY));
    for (int i = 1; i <= 200; i++) {
      int client = i % clients;
      object = write(object, contexts.get(client), A, i);
      Seen seen = object.seenByWriterOf(dot(A, i), contexts.get(client));
      contexts.set(client, seen.context());
      assertThat(object.versions()).hasSize(Math.min(i, clients));
    }
  }

  private static boolean descends(Map<Long, Long> one, Map<Long, Long> other) {
    return other.entrySet().stream()
        .allMatch(e -> one.getOrDefault(e.getKey(), 0L) >= e.getValue());
  }

  private static Siblings write(Siblings at, Context seen, long writer, long counter) {
    return at.write(
        seen, new Version(dot(writer, counter), 1, false, false, 0, "text/plain", "", new byte[1]));
  }

  private static Dot dot(long writer, long counter) {
    return new Dot(writer, counter);
  }
}
