package aitta.membership;

import static aitta.membership.Samples.facts;
import static org.assertj.core.api.Assertions.assertThat;

import aitta.config.HostPort;
import aitta.model.NodeId;
import java.util.List;
import org.junit.jupiter.api.Test;

class FactsTest {
  @Test
  void factsTravelAsRoles() {
    Facts facts =
        new Facts(
            new NodeId("a.b_c-1"), "rack-1", 2.5, HostPort.parse("[::1]:8080"), 7, "0af3", "d1");
    assertThat(facts.toRoles())
        .containsExactlyInAnyOrder(
            "node=a.b_c-1",
            "zone=rack-1",
            "weight=2.5",
            "http=[::1]:8080",
            "start=7",
            "ring=0af3",
            "dir=d1");
    assertThat(Facts.of(facts.toRoles())).contains(facts);
  }

  @Test
  void noRingIsSaidSo() {
    assertThat(facts(1, 1, "").toRoles()).contains("ring=none");
    assertThat(Facts.of(facts(1, 1, "").toRoles())).contains(facts(1, 1, ""));
  }

  @Test
  void aMemberWithOtherRolesIsNoNode() {
    assertThat(Facts.of(List.of("dc-default", "node=n1"))).isEmpty();
    assertThat(Facts.of(List.of("node=n 1", "zone=z", "weight=1", "http=h:1", "start=1", "dir=d")))
        .isEmpty();
    assertThat(Facts.of(List.of("node=n1", "zone=z", "weight=x", "http=h:1", "start=1", "dir=d")))
        .isEmpty();
  }
}
