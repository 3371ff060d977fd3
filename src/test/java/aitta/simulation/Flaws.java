package aitta.simulation;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Deliberate mistakes, by name. */
final class Flaws {
  private Flaws() {}

  static Map<String, Flaw> all() {
    Map<String, Flaw> all = new TreeMap<>();
    CopyFlaws.addTo(all);
    SetFlaws.addTo(all);
    AcknowledgementFlaws.addTo(all);
    ConditionFlaws.addTo(all);
    ReclaimFlaws.addTo(all);
    OwnerFlaws.addTo(all);
    return all;
  }

  static List<String> names() {
    return List.copyOf(all().keySet());
  }
}
