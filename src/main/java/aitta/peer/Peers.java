package aitta.peer;

import aitta.clock.NodeClock;
import aitta.model.NodeId;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks nodes, this one included, and brings each reply to whoever asked. Safe for use by many
 * threads; handlers are called on the thread that brings the reply and only pass it on.
 */
public final class Peers {
  /** Told of every reply to a question of its own. */
  @FunctionalInterface
  public interface Handler {
    void replied(NodeId from, PeerMessage.Reply reply);
  }

  private static final Logger LOG = LoggerFactory.getLogger(Peers.class);
  private static final int NO_DEADLINE_MILLIS =
      10_000; // of questions whose sender waits for no reply

  /** Numbers take up to seven bytes of a message. */
  private static final long MAX_FIRST_ID = 1L << 48;

  private final NodeId self;
  private final NodeClock clock;
  private final LocalParts parts;
  private final Transport transport;
  private final long startMillis;
  private final long startNanos;
  private final AtomicLong lastId;
  private final LongAdder sent = new LongAdder();
  private final LongAdder unsent = new LongAdder();
  private final LongAdder received = new LongAdder();
  private final Map<Long, Handler> open = new ConcurrentHashMap<>();
  private final Map<NodeId, PeerLateness> lateness = new ConcurrentHashMap<>();

  public Peers(NodeId self, NodeClock clock, LocalParts parts, Transport transport) {
    this(self, clock, parts, transport, new SecureRandom());
  }

  /**
   * @param random says where the numbers of this start's questions begin: a reply to a question of
   *     an earlier start, held up on its way, must not be taken for one of this start's
   */
  public Peers(
      NodeId self, NodeClock clock, LocalParts parts, Transport transport, RandomGenerator random) {
    this.lastId = new AtomicLong(random.nextLong(MAX_FIRST_ID));
    this.self = self;
    this.clock = clock;
    this.parts = parts;
    this.transport = transport;
    this.startMillis = clock.millis();
    this.startNanos = clock.nanos();
  }

  public NodeId self() {
    return self;
  }

  /**
   * Replies to {@code id} go to {@code handler} until {@link #close}.
   *
   * @return an id to put into questions
   */
  public long open(Handler handler) {
    long id = lastId.incrementAndGet();
    open.put(id, handler);
    return id;
  }

  public void close(long id) {
    open.remove(id);
  }

  /** How many askers wait. */
  public int openCount() {
    return open.size();
  }

  /**
   * Asks a node. Where it cannot be reached there is simply no reply.
   *
   * @param budgetMillis how long the asker will wait; 0 where it waits for no reply
   */
  public void ask(NodeId to, PeerMessage.Question question, int budgetMillis) {
    if (to.equals(self)) {
      long deadline = deadline(budgetMillis, 0);
      parts.answer(self, question, deadline, reply -> deliver(self, reply));
    } else {
      send(to, new Envelope(self, startMillis, upMillis(), budgetMillis, question));
    }
  }

  /** A message has come from another node. */
  public void received(Envelope envelope) {
    received.increment();
    NodeId from = envelope.from();
    long late;
    PeerLateness history = lateness.computeIfAbsent(from, node -> new PeerLateness());
    synchronized (history) {
      late = history.of(envelope.startMillis(), envelope.sentMillis(), startMillis + upMillis());
    }
    if (envelope.message() instanceof PeerMessage.Reply reply) {
      deliver(from, reply);
      return;
    }
    PeerMessage.Question question = (PeerMessage.Question) envelope.message();
    parts.answer(
        from,
        question,
        deadline(envelope.budgetMillis(), late),
        reply -> send(from, new Envelope(self, startMillis, upMillis(), 0, reply)));
  }

  private void send(NodeId to, Envelope envelope) {
    (transport.send(to, envelope) ? sent : unsent).increment();
  }

  /** Messages given to the network since the start. */
  public long sentCount() {
    return sent.sum();
  }

  /** Messages to nodes of which no address is known. */
  public long unsentCount() {
    return unsent.sum();
  }

  /** Messages that came from other nodes. */
  public long receivedCount() {
    return received.sum();
  }

  /** Setting a wall clock while nodes run must not make every message look late. */
  private long upMillis() {
    return TimeUnit.NANOSECONDS.toMillis(clock.nanos() - startNanos);
  }

  private long deadline(int budgetMillis, long lateMillis) {
    long budget = budgetMillis == 0 ? NO_DEADLINE_MILLIS : budgetMillis;
    return clock.nanos() + TimeUnit.MILLISECONDS.toNanos(budget - lateMillis);
  }

  private void deliver(NodeId from, PeerMessage.Reply reply) {
    Handler handler = open.get(reply.id());
    if (handler != null) {
      handler.replied(from, reply);
    } else if (reply.id() != 0) {
      LOG.trace("{} replied after the asker had left: {}", from, reply);
    }
  }
}
