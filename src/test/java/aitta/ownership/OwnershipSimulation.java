package aitta.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import aitta.model.NodeId;
import aitta.ring.RangeOwners;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One range whose owners change while it is read and written: the production decisions, in thin
 * shells, under one seeded source of order, loss, repetition and crashes. Every decided list and
 * every strict read is checked at once.
 */
final class OwnershipSimulation {
  private static final int REPLICAS = 3;

  private record Message(NodeId to, int epoch, Consumer<SimulatedOwner> effect) {}

  private final Random random;
  private final Map<NodeId, SimulatedOwner> nodes = new HashMap<>();
  private final List<NodeId> ids = new ArrayList<>();
  private final List<Message> network = new ArrayList<>();
  private final Map<Integer, RangeOwners> decided = new HashMap<>();
  private final Set<Integer> acknowledged = new HashSet<>();
  private List<NodeId> target;
  final List<String> story = new ArrayList<>();
  private int writes;
  int reads;
  int changes;

  OwnershipSimulation(long seed, int size) {
    random = new Random(seed);
    for (int i = 1; i <= size; i++) {
      ids.add(new NodeId("n" + i));
    }
    RangeOwners first = new RangeOwners(0, 1, ids.subList(0, Math.min(REPLICAS, size)));
    decided.put(1, first);
    target = first.owners();
    ids.forEach(id -> nodes.put(id, new SimulatedOwner(id, Acceptor.of(first), first.isOwner(id))));
  }

  void run(int steps) {
    for (int i = 0; i < steps; i++) {
      act();
      for (int j = random.nextInt(12); j > 0; j--) {
        deliverOne();
      }
    }
    settle();
  }

  private void act() {
    SimulatedOwner one = any();
    int dice = random.nextInt(100);
    if (dice < 25) {
      write(one);
    } else if (dice < 45) {
      read(one);
    } else if (dice < 55) {
      propose(one);
    } else if (dice < 86) {
      exchange(one);
    } else if (dice < 92) {
      RangeOwners list = one.acceptor.list();
      send(any().id, node -> node.learn(list));
    } else if (dice < 96) {
      handBack(one);
    } else if (dice < 97) {
      one.crash();
    } else {
      List<NodeId> shuffled = new ArrayList<>(ids);
      Collections.shuffle(shuffled, random);
      target = List.copyOf(shuffled.subList(0, 1 + random.nextInt(Math.min(REPLICAS, ids.size()))));
    }
  }

  private SimulatedOwner any() {
    return nodes.get(ids.get(random.nextInt(ids.size())));
  }

  // The network

  private void send(NodeId to, Consumer<SimulatedOwner> effect) {
    network.add(new Message(to, -1, effect));
  }

  /** A question; the reply comes to this start of the asker, or not at all. */
  private <R> void ask(
      SimulatedOwner asker,
      NodeId to,
      Function<SimulatedOwner, R> answer,
      BiConsumer<NodeId, R> then) {
    int epoch = asker.epoch;
    send(
        to,
        node -> {
          R reply = answer.apply(node);
          if (reply != null) {
            network.add(new Message(asker.id, epoch, back -> then.accept(to, reply)));
          }
        });
  }

  private void deliverOne() {
    if (network.isEmpty()) {
      return;
    }
    int at = random.nextInt(network.size());
    Message message =
        random.nextInt(20) == 0 ? network.get(at) : network.remove(at); // now and then twice
    SimulatedOwner node = nodes.get(message.to());
    boolean lost = random.nextInt(12) == 0 || message.epoch() >= 0 && message.epoch() != node.epoch;
    if (!lost) {
      message.effect().accept(node);
    }
  }

  // Clients

  private void write(SimulatedOwner coordinator) {
    int number = ++writes;
    RangeOwners list = coordinator.acceptor.list();
    Set<NodeId> stored = new HashSet<>();
    for (NodeId owner : list.owners()) {
      ask(
          coordinator,
          owner,
          node -> node.serves(list.version()) && store(node, number) ? true : null,
          (from, reply) -> {
            stored.add(from);
            if (stored.size() > list.n() / 2) {
              acknowledged.add(number);
            }
          });
    }
  }

  private boolean store(SimulatedOwner node, int number) {
    story.add(node.id + " stores " + number + " under " + node.acceptor.list().version());
    return node.data.add(number);
  }

  private void read(SimulatedOwner coordinator) {
    Set<Integer> due = new TreeSet<>(acknowledged);
    RangeOwners list = coordinator.acceptor.list();
    Map<NodeId, Collection<Integer>> found = new HashMap<>();
    for (NodeId owner : list.owners()) {
      ask(
          coordinator,
          owner,
          node -> node.serves(list.version()) && node.fit ? Set.copyOf(node.data) : null,
          (from, data) -> {
            found.put(from, data);
            if (found.size() == list.n() / 2 + 1) {
              Set<Integer> merged = new HashSet<>();
              found.values().forEach(merged::addAll);
              assertThat(merged).as("read under %s of %s", list, found.keySet()).containsAll(due);
              reads++;
            }
          });
    }
  }

  // Owners

  /**
   * A proposer asks for the next step only while the owners are level: nobody is catching up, and
   * all have exchanged with each other under this list.
   */
  private void propose(SimulatedOwner proposer) {
    RangeOwners list = proposer.acceptor.list();
    boolean settled =
        list.owners().stream().map(nodes::get).allMatch(node -> node.fit && isLevel(node, list));
    boolean sealed = list.owners().stream().anyMatch(id -> nodes.get(id).acceptor.isSealed());
    if (!settled && !sealed) {
      return;
    }
    Optional<RangeOwners> wanted = NextList.towards(list, target, Set.of());
    if (wanted.isEmpty() && !sealed) {
      return;
    }
    RangeOwners next = sealed ? NextList.unchanged(list) : wanted.orElseThrow();
    ListRound round =
        new ListRound(list, next, proposer.nextProposal(proposer.acceptor.promised()));
    follow(proposer, round);
  }

  private static boolean isLevel(SimulatedOwner node, RangeOwners list) {
    return node.acceptor.list().equals(list)
        && list.owners().stream().allMatch(id -> id.equals(node.id) || node.level.contains(id));
  }

  private void follow(SimulatedOwner proposer, ListRound round) {
    ListRound.Step step = round.step();
    if (step instanceof ListRound.Prepare prepare) {
      for (NodeId owner : prepare.to()) {
        ask(
            proposer,
            owner,
            node -> answer(node, node.acceptor.prepare(prepare.version(), prepare.proposal())),
            (from, reply) -> tell(proposer, round, from, reply));
      }
    } else if (step instanceof ListRound.Accept accept) {
      for (NodeId owner : accept.to()) {
        ask(
            proposer,
            owner,
            node -> answer(node, node.acceptor.accept(accept.proposal(), accept.next())),
            (from, reply) -> tell(proposer, round, from, reply));
      }
    } else if (step instanceof ListRound.Done done) {
      decided(done.list());
      proposer.learn(done.list());
      // Word of it reaches most others late, by gossip.
      ids.stream()
          .filter(id -> random.nextInt(3) == 0)
          .forEach(id -> send(id, node -> node.learn(done.list())));
    }
  }

  private void tell(SimulatedOwner proposer, ListRound round, NodeId from, Acceptor.Reply reply) {
    round.replied(from, reply);
    follow(proposer, round);
  }

  private static Acceptor.Reply answer(SimulatedOwner node, Acceptor.Answered answered) {
    node.acceptor = answered.state();
    return answered.reply();
  }

  private void decided(RangeOwners list) {
    RangeOwners before = decided.putIfAbsent(list.version(), list);
    assertThat(before == null || before.equals(list))
        .as("%s was decided, and now %s", before, list)
        .isTrue();
    assertThat(NextList.isStep(decided.get(list.version() - 1), list)).isTrue();
    story.add("decided " + list);
    changes = Math.max(changes, list.version() - 1);
  }

  private void exchange(SimulatedOwner one) {
    RangeOwners list = one.acceptor.list();
    List<NodeId> others = new ArrayList<>(list.owners());
    others.remove(one.id);
    if (!one.owns() || others.isEmpty()) {
      return;
    }
    Set<Integer> mine = Set.copyOf(one.data);
    NodeId peer = others.get(random.nextInt(others.size()));
    ask(
        one,
        peer,
        node -> answerExchange(node, mine, list),
        (from, theirs) -> {
          one.data.addAll(theirs.data());
          if (one.acceptor.list().equals(list)) {
            story.add(one.id + " has exchanged with " + from + " under " + list.version());
            one.exchangedWith(from, theirs.fit());
          }
        });
  }

  private record Exchanged(Set<Integer> data, boolean fit) {}

  private static Exchanged answerExchange(
      SimulatedOwner node, Set<Integer> offered, RangeOwners list) {
    if (!node.acceptor.list().equals(list)) {
      return null;
    }
    node.data.addAll(offered);
    return new Exchanged(Set.copyOf(node.data), node.fit);
  }

  /** Who is no owner any more gives all it has to one that is, and drops it then. */
  private void handBack(SimulatedOwner former) {
    RangeOwners list = former.acceptor.list();
    if (former.owns() || former.data.isEmpty()) {
      return;
    }
    Set<Integer> all = Set.copyOf(former.data);
    NodeId heir = list.owners().get(random.nextInt(list.n()));
    ask(
        former,
        heir,
        node -> {
          if (!node.owns() || node.acceptor.list().version() != list.version()) {
            return null;
          }
          node.data.addAll(all);
          return true;
        },
        (from, reply) -> {
          if (!former.owns()) {
            former.data.removeAll(all);
          }
        });
  }

  /** No more faults: everything comes to rest, and the last list's owners have everything. */
  private void settle() {
    for (int i = 0; i < 4000 && !isAtRest(); i++) {
      SimulatedOwner one = any();
      ids.forEach(id -> nodes.get(id).learn(newest()));
      propose(one);
      exchange(one);
      handBack(one);
      while (!network.isEmpty()) {
        Message message = network.remove(random.nextInt(network.size()));
        SimulatedOwner node = nodes.get(message.to());
        if (message.epoch() < 0 || message.epoch() == node.epoch) {
          message.effect().accept(node);
        }
      }
    }
    assertThat(isAtRest()).as("%s at rest at %s", newest(), target).isTrue();
    Set<Integer> held = new HashSet<>();
    newest().owners().forEach(id -> held.addAll(nodes.get(id).data));
    assertThat(held).containsAll(acknowledged);
  }

  private boolean isAtRest() {
    RangeOwners last = newest();
    return last.owners().equals(target)
        && last.owners().stream().map(nodes::get).allMatch(n -> n.fit && !n.acceptor.isSealed())
        && nodes.values().stream().allMatch(node -> node.acceptor.list().equals(last))
        && nodes.values().stream().allMatch(node -> node.owns() || node.data.isEmpty());
  }

  private RangeOwners newest() {
    return decided.get(Collections.max(decided.keySet()));
  }
}
