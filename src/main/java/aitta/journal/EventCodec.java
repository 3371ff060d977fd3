package aitta.journal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.persistence.journal.Tagged;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.Serialization$;
import org.apache.pekko.serialization.SerializationExtension;
import org.apache.pekko.serialization.Serializer;
import org.apache.pekko.serialization.Serializers;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Turns Pekko's atomic writes into bodies of records and back, with the serializers that the actor
 * system has for the events.
 *
 * <pre>
 * each event: long sequenceNr, long timestamp, text writerUuid, text manifest of the event adapter,
 *             object event, byte hasMetadata, [object metadata]
 * object:     int serializer id, text manifest, int length, bytes
 * text:       short length, UTF-8
 * </pre>
 */
final class EventCodec {
  private static final int FIXED_BYTES = 8 + 8 + 2 + 2 + 1;
  private static final int OBJECT_BYTES = 4 + 2 + 4;
  private static final int MAX_TEXT_BYTES = 0xffff;

  private record Item(int serializer, byte[] manifest, byte[] bytes) {
    int size() {
      return OBJECT_BYTES + manifest.length + bytes.length;
    }
  }

  private record Event(
      PersistentRepr repr, byte[] writerUuid, byte[] adapter, Item payload, Item metadata) {
    int size() {
      return FIXED_BYTES
          + writerUuid.length
          + adapter.length
          + payload.size()
          + (metadata == null ? 0 : metadata.size());
    }
  }

  private final ExtendedActorSystem system;
  private final Serialization serialization;

  EventCodec(ExtendedActorSystem system) {
    this.system = system;
    this.serialization = SerializationExtension.get(system);
  }

  /** Throws whatever the serializer of an event throws. */
  Submission.Events encode(AtomicWrite write) {
    return Serialization$.MODULE$.withTransportInformation(system, () -> encodeAll(write));
  }

  private Submission.Events encodeAll(AtomicWrite write) {
    String id = write.persistenceId();
    requireShort(
        "the persistence id", id.getBytes(StandardCharsets.UTF_8), RecordHeader.MAX_ID_BYTES);
    List<Event> events = new ArrayList<>(write.size());
    long size = 0;
    for (PersistentRepr repr : CollectionConverters.asJava(write.payload())) {
      Event event = event(repr);
      events.add(event);
      size += event.size();
    }
    ByteBuffer body = ByteBuffer.allocate(Math.toIntExact(size));
    long now = System.currentTimeMillis();
    events.forEach(event -> put(event, now, body));
    return new Submission.Events(
        id,
        events.size(),
        write.lowestSequenceNr(),
        write.highestSequenceNr(),
        body.array(),
        RecordCodec.crcOf(body.array()));
  }

  private Event event(PersistentRepr repr) {
    Object payload = repr.payload() instanceof Tagged tagged ? tagged.payload() : repr.payload();
    return new Event(
        repr,
        text(repr.writerUuid()),
        text(repr.manifest()),
        item(payload),
        repr.metadata().isDefined() ? item(repr.metadata().get()) : null);
  }

  private Item item(Object object) {
    Serializer serializer = serialization.findSerializerFor(object);
    return new Item(
        serializer.identifier(),
        text(Serializers.manifestFor(serializer, object)),
        serializer.toBinary(object));
  }

  private static byte[] text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    requireShort("a manifest", bytes, MAX_TEXT_BYTES);
    return bytes;
  }

  private static void requireShort(String what, byte[] bytes, int limit) {
    if (bytes.length > limit) {
      throw new IllegalArgumentException(
          what + " has " + bytes.length + " bytes, more than " + limit);
    }
  }

  private static void put(Event event, long now, ByteBuffer to) {
    long timestamp = event.repr.timestamp();
    to.putLong(event.repr.sequenceNr()).putLong(timestamp == 0 ? now : timestamp);
    putText(event.writerUuid, to);
    putText(event.adapter, to);
    putItem(event.payload, to);
    to.put((byte) (event.metadata == null ? 0 : 1));
    if (event.metadata != null) {
      putItem(event.metadata, to);
    }
  }

  private static void putItem(Item item, ByteBuffer to) {
    to.putInt(item.serializer);
    putText(item.manifest, to);
    to.putInt(item.bytes.length).put(item.bytes);
  }

  private static void putText(byte[] text, ByteBuffer to) {
    to.putShort((short) text.length).put(text);
  }

  /**
   * Gives the events of a record to {@code sink} until it returns false. Throws whatever the
   * serializer of an event throws.
   *
   * @param fromSeqNr events below are passed over without being deserialized
   * @return false if the sink did
   */
  boolean decode(
      RecordHeader header, byte[] bytes, long fromSeqNr, Predicate<PersistentRepr> sink) {
    ByteBuffer body = ByteBuffer.wrap(bytes);
    String id = header.id();
    for (int i = 0; i < header.events(); i++) {
      long seqNr = body.getLong();
      long timestamp = body.getLong();
      String writerUuid = getText(body);
      String adapter = getText(body);
      Item payload = getItem(body);
      Item metadata = body.get() == 0 ? null : getItem(body);
      if (seqNr >= fromSeqNr) {
        PersistentRepr repr =
            PersistentRepr.apply(object(payload), seqNr, id, adapter, false, null, writerUuid)
                .withTimestamp(timestamp);
        if (!sink.test(metadata == null ? repr : repr.withMetadata(object(metadata)))) {
          return false;
        }
      }
    }
    return true;
  }

  private Object object(Item item) {
    String manifest = new String(item.manifest, StandardCharsets.UTF_8);
    return serialization.deserialize(item.bytes, item.serializer, manifest).get();
  }

  private static String getText(ByteBuffer from) {
    return new String(getBytes(from, Short.toUnsignedInt(from.getShort())), StandardCharsets.UTF_8);
  }

  private static Item getItem(ByteBuffer from) {
    int serializer = from.getInt();
    byte[] manifest = getBytes(from, Short.toUnsignedInt(from.getShort()));
    return new Item(serializer, manifest, getBytes(from, from.getInt()));
  }

  private static byte[] getBytes(ByteBuffer from, int length) {
    byte[] bytes = new byte[length];
    from.get(bytes);
    return bytes;
  }
}
