package aitta.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.NotSerializableException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.testkit.typed.javadsl.LoggingTestKit;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.DeleteMessagesSuccess;
import org.apache.pekko.persistence.JournalProtocol;
import org.apache.pekko.persistence.Persistence;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.persistence.journal.Tagged;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializerWithStringManifest;
import org.apache.pekko.testkit.javadsl.TestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.jdk.javaapi.CollectionConverters;

/**
 * What Pekko asks of every journal plugin: the cases of {@code JournalSpec} in its persistence TCK,
 * told again for JUnit, with all of its options on. Before each case five events are written, the
 * last two of them as one atomic write.
 */
class JournalContractTest {
  private static final long ALL = Long.MAX_VALUE;
  private static final int INSTANCE = 1;
  private static final AtomicInteger COUNTER = new AtomicInteger();

  @TempDir static Path dir;
  private static ActorSystem system;
  private static ActorRef journal;

  private final TestKit receiver = new TestKit(system);
  private final TestKit sender = new TestKit(system);
  private final String id = "p-" + COUNTER.incrementAndGet();
  private final String writer = UUID.randomUUID().toString();

  /** An event that only its own serializer can store, and only if the actor system is known. */
  record Payload(ActorRef ref) {}

  static final class PayloadSerializer extends SerializerWithStringManifest {
    private final ExtendedActorSystem system;

    PayloadSerializer(ExtendedActorSystem system) {
      this.system = system;
    }

    @Override
    public int identifier() {
      return 667;
    }

    @Override
    public String manifest(Object object) {
      return "P";
    }

    @Override
    public byte[] toBinary(Object object) {
      assertTransportIsKnown();
      String path = Serialization.serializedActorPath(((Payload) object).ref());
      return path.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Object fromBinary(byte[] bytes, String manifest) {
      assertTransportIsKnown();
      assertThat(manifest).isEqualTo("P");
      String path = new String(bytes, StandardCharsets.UTF_8);
      return new Payload(system.provider().resolveActorRef(path));
    }

    private void assertTransportIsKnown() {
      Serialization.Information known = Serialization.getCurrentTransportInformation();
      assertThat(known.system()).isSameAs(system);
      assertThat(known.address()).isEqualTo(system.provider().getDefaultAddress());
    }
  }

  @BeforeAll
  static void start() {
    Config config =
        ConfigFactory.parseString(
            """
            pekko.persistence.publish-plugin-commands = on
            pekko.actor.serializers.payload = "%s"
            pekko.actor.serialization-bindings { "%s" = payload }
            """
                .formatted(PayloadSerializer.class.getName(), Payload.class.getName()));
    system = Journals.system(dir, config);
    journal = Persistence.get(system).journalFor(null, ConfigFactory.empty());
  }

  @AfterAll
  static void stop() {
    TestKit.shutdownActorSystem(system);
  }

  @BeforeEach
  void writeFiveEvents() {
    write(repr(1), repr(2), repr(3), List.of(repr(4), repr(5)));
    sender.expectMsg(JournalProtocol.WriteMessagesSuccessful$.MODULE$);
    for (int seqNr = 1; seqNr <= 5; seqNr++) {
      var written = sender.expectMsgClass(JournalProtocol.WriteMessageSuccess.class);
      assertThat(written.persistent().payload()).isEqualTo("a-" + seqNr);
      assertThat(written.persistent().sequenceNr()).isEqualTo(seqNr);
      assertThat(written.persistent().writerUuid()).isEqualTo(writer);
    }
  }

  @Test
  void replaysAllEvents() {
    replay(1, ALL, ALL);
    expectReplay(5, 1, 2, 3, 4, 5);
  }

  @Test
  void replaysFromALowerBound() {
    replay(3, ALL, ALL);
    expectReplay(5, 3, 4, 5);
  }

  @Test
  void replaysUpToAnUpperBound() {
    replay(1, 3, ALL);
    expectReplay(5, 1, 2, 3);
  }

  @Test
  void replaysNoMoreThanAskedFor() {
    replay(1, ALL, 3);
    expectReplay(5, 1, 2, 3);
  }

  @Test
  void replaysBetweenTwoBounds() {
    replay(2, 3, ALL);
    expectReplay(5, 2, 3);
  }

  @Test
  void replaysBetweenTwoBoundsNoMoreThanAskedFor() {
    replay(2, 5, 2);
    expectReplay(5, 2, 3);
  }

  @Test
  void replaysFromTheMiddleOfAnAtomicWriteAndToItsMiddle() {
    replay(5, ALL, ALL);
    expectReplay(5, 5);
    replay(1, 4, ALL);
    expectReplay(5, 1, 2, 3, 4);
  }

  @Test
  void replaysOneEventWhereTheBoundsMeet() {
    replay(2, 2, ALL);
    expectReplay(5, 2);
  }

  @Test
  void replaysOneEventIfOneIsAskedFor() {
    replay(2, 4, 1);
    expectReplay(5, 2);
  }

  @Test
  void replaysNothingIfNoneIsAskedFor() {
    replay(2, 4, 0);
    expectReplay(5);
  }

  @Test
  void replaysNothingIfTheLowerBoundIsAboveTheUpper() {
    replay(3, 2, ALL);
    expectReplay(5);
  }

  @Test
  void replaysNothingForAnIdThatNeverWrote() {
    journal.tell(replayMessages(0, ALL, ALL, "nobody-" + id), ActorRef.noSender());
    expectReplay(0);
  }

  @Test
  void doesNotReplayDeletedEvents() {
    TestKit published = new TestKit(system);
    system.getEventStream().subscribe(published.getRef(), JournalProtocol.DeleteMessagesTo.class);
    delete(3);
    published.expectMsgClass(JournalProtocol.DeleteMessagesTo.class);
    replay(1, ALL, ALL);
    expectReplay(5, 4, 5);
    receiver.expectNoMessage(Duration.ofMillis(100));
  }

  @Test
  void deletionLeavesTheHighestSequenceNumberAlone() {
    delete(3);
    replay(0, ALL, ALL);
    expectReplay(5, 4, 5);
  }

  @Test
  void deletionOfEverythingLeavesTheHighestSequenceNumberAlone() {
    delete(ALL);
    replay(0, ALL, ALL);
    expectReplay(5);
  }

  @Test
  void rejectsWhatCannotBeSerializedAndStoresWhatStandsAroundIt() {
    Object notSerializable = new Object();
    LoggingTestKit.error(NotSerializableException.class)
        .expect(
            Adapter.toTyped(system),
            () -> {
              write(repr("b-6", 6), repr(notSerializable, 7), repr("b-8", 8));
              sender.expectMsg(JournalProtocol.WriteMessagesSuccessful$.MODULE$);
              return null;
            });
    assertThat(sender.expectMsgClass(JournalProtocol.WriteMessageSuccess.class).persistent())
        .isEqualTo(repr("b-6", 6));
    var rejected = sender.expectMsgClass(JournalProtocol.WriteMessageRejected.class);
    assertThat(rejected.message()).isEqualTo(repr(notSerializable, 7));
    assertThat(sender.expectMsgClass(JournalProtocol.WriteMessageSuccess.class).persistent())
        .isEqualTo(repr("b-8", 8));
    replay(6, ALL, ALL);
    assertThat(replayed().payload()).isEqualTo("b-6");
    assertThat(replayed().payload()).isEqualTo("b-8");
    receiver.expectMsg(new JournalProtocol.RecoverySuccess(8));
  }

  @Test
  void anAtomicWriteWithOneBadEventIsRejectedAsAWhole() {
    write(List.of(repr("b-6", 6), repr(new Object(), 7)));
    sender.expectMsg(JournalProtocol.WriteMessagesSuccessful$.MODULE$);
    sender.expectMsgClass(JournalProtocol.WriteMessageRejected.class);
    sender.expectMsgClass(JournalProtocol.WriteMessageRejected.class);
    replay(1, ALL, ALL);
    expectReplay(5, 1, 2, 3, 4, 5);
  }

  @Test
  void serializesEventsWithTheirOwnSerializer() {
    Payload event = new Payload(sender.getRef());
    write(repr(event, 6));
    expectWritten(event);
    replay(6, ALL, ALL);
    assertThat(replayed()).isEqualTo(repr(event, 6));
    receiver.expectMsg(new JournalProtocol.RecoverySuccess(6));
  }

  @Test
  void keepsMetadataManifestAndTimestamp() {
    PersistentRepr repr = repr("with metadata", 6).withMetadata("meta").withManifest("adapter-7");
    long before = System.currentTimeMillis();
    write(repr);
    expectWritten("with metadata");
    replay(6, 6, 1);
    PersistentRepr replayed = replayed();
    assertThat(replayed).isEqualTo(repr);
    assertThat(replayed.metadata().get()).isEqualTo("meta");
    assertThat(replayed.manifest()).isEqualTo("adapter-7");
    assertThat(replayed.timestamp()).isBetween(before, System.currentTimeMillis());
    receiver.expectMsg(new JournalProtocol.RecoverySuccess(6));
  }

  @Test
  void storesATaggedEventWithoutItsTags() {
    write(repr(new Tagged("plain", java.util.Set.of("tag")), 6));
    sender.expectMsg(JournalProtocol.WriteMessagesSuccessful$.MODULE$);
    sender.expectMsgClass(JournalProtocol.WriteMessageSuccess.class);
    replay(6, ALL, ALL);
    assertThat(replayed().payload()).isEqualTo("plain");
  }

  @Test
  void refusesASecondWriterOfTheSameSequenceNumber() {
    write(repr("again", 5));
    sender.expectMsgClass(JournalProtocol.WriteMessagesFailed.class);
    var failure = sender.expectMsgClass(JournalProtocol.WriteMessageFailure.class);
    assertThat(failure.cause()).isInstanceOf(SequenceException.class).hasMessageContaining(id);
    replay(1, ALL, ALL);
    expectReplay(5, 1, 2, 3, 4, 5);
  }

  @Test
  void rejectsAnAtomicWriteThatIsLargerThanASegmentTakes() {
    write(repr("x".repeat(Journals.SEGMENT_BYTES / 2), 6));
    sender.expectMsg(JournalProtocol.WriteMessagesSuccessful$.MODULE$);
    var rejected = sender.expectMsgClass(JournalProtocol.WriteMessageRejected.class);
    assertThat(rejected.cause()).isInstanceOf(RecordTooLargeException.class);
  }

  private PersistentRepr repr(long seqNr) {
    return repr("a-" + seqNr, seqNr);
  }

  private PersistentRepr repr(Object payload, long seqNr) {
    return PersistentRepr.apply(payload, seqNr, id, "", false, ActorRef.noSender(), writer);
  }

  /** Each argument is one event, or a list of events that are one atomic write. */
  private void write(Object... writes) {
    List<AtomicWrite> atomic = new ArrayList<>();
    for (Object each : writes) {
      List<PersistentRepr> events = new ArrayList<>();
      (each instanceof List<?> list ? list : List.of(each))
          .forEach(event -> events.add((PersistentRepr) event));
      atomic.add(new AtomicWrite(CollectionConverters.asScala(events).toList()));
    }
    journal.tell(
        new JournalProtocol.WriteMessages(
            CollectionConverters.asScala(new ArrayList<Object>(atomic))
                .toList()
                .map(x -> (AtomicWrite) x),
            sender.getRef(),
            INSTANCE),
        sender.getRef());
  }

  private void expectWritten(Object payload) {
    sender.expectMsg(JournalProtocol.WriteMessagesSuccessful$.MODULE$);
    var written = sender.expectMsgClass(JournalProtocol.WriteMessageSuccess.class);
    assertThat(written.persistent().payload()).isEqualTo(payload);
  }

  private JournalProtocol.ReplayMessages replayMessages(long from, long to, long max, String id) {
    return new JournalProtocol.ReplayMessages(from, to, max, id, receiver.getRef());
  }

  private void replay(long from, long to, long max) {
    journal.tell(replayMessages(from, to, max, id), ActorRef.noSender());
  }

  private PersistentRepr replayed() {
    return receiver.expectMsgClass(JournalProtocol.ReplayedMessage.class).persistent();
  }

  private void expectReplay(long highest, int... seqNrs) {
    for (int seqNr : seqNrs) {
      assertThat(replayed()).isEqualTo(repr(seqNr));
    }
    receiver.expectMsg(new JournalProtocol.RecoverySuccess(highest));
  }

  private void delete(long toSeqNr) {
    journal.tell(
        new JournalProtocol.DeleteMessagesTo(id, toSeqNr, receiver.getRef()), ActorRef.noSender());
    receiver.expectMsg(new DeleteMessagesSuccess(toSeqNr));
  }
}
