package aitta.client;

import aitta.model.Key;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The code that the documentation of {@link AittaClient} shows, word by word. */
public final class Examples {
  public void addToCart(AittaClient client, Key cart, String item) {
    client.update(
        cart,
        versions -> {
          Set<String> items = new TreeSet<>();
          versions.forEach(version -> version.asText().lines().forEach(items::add));
          items.add(item);
          return Value.text(String.join("\n", items));
        });
  }

  public void prepareSessions(AittaClient client) {
    client
        .buckets()
        .change("sessions", BucketChange.nothing().latestWins().ttl(Duration.ofMinutes(30)));
  }

  public void saveSession(AittaClient client, String id, String user) {
    client.put(Key.of("sessions", id), Value.text(user));
  }

  public Optional<String> useSession(AittaClient client, String id) {
    Key key = Key.of("sessions", id);
    Optional<String> user = client.get(key).single().map(Value::asText);
    if (user.isPresent()) {
      client.touch(key, Duration.ofMinutes(30));
    }
    return user;
  }

  public void count(AittaClient client, Key counter, String writer, long mine) {
    client.update(
        counter,
        versions -> {
          Map<String, Long> slots = slots(versions);
          slots.merge(writer, mine, Math::max);
          String text =
              slots.entrySet().stream()
                  .map(slot -> slot.getKey() + "=" + slot.getValue())
                  .collect(Collectors.joining("\n"));
          return Value.text(text);
        });
  }

  public long total(AittaClient client, Key counter) {
    return slots(client.get(counter).values()).values().stream().mapToLong(n -> n).sum();
  }

  public Map<String, Long> slots(List<Value> versions) {
    Map<String, Long> slots = new TreeMap<>();
    versions.forEach(
        version ->
            version
                .asText()
                .lines()
                .forEach(
                    line -> {
                      String[] slot = line.split("=");
                      slots.merge(slot[0], Long.valueOf(slot[1]), Math::max);
                    }));
    return slots;
  }
}
