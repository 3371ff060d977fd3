package aitta.journal;

import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** All ids of a journal. Ids are never forgotten: their highest sequence numbers must be kept. */
final class JournalIndex {
  private final ConcurrentHashMap<String, IdIndex> ids = new ConcurrentHashMap<>();

  IdIndex of(String id) {
    IdIndex known = ids.get(id);
    return known != null ? known : ids.computeIfAbsent(id, IdIndex::new);
  }

  Optional<IdIndex> find(String id) {
    return Optional.ofNullable(ids.get(id));
  }

  Collection<IdIndex> all() {
    return ids.values();
  }

  int count() {
    return ids.size();
  }

  boolean anyDamaged() {
    return ids.values().stream().anyMatch(IdIndex::isDamaged);
  }
}
