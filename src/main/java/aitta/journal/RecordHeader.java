package aitta.journal;

import java.nio.charset.StandardCharsets;

/**
 * What stands before the body of each record.
 *
 * @param idBytes the persistence id in UTF-8, empty where a record belongs to none; not to be
 *     written to
 * @param events how many events the body holds
 * @param firstSeqNr of the events in the body
 * @param lastSeqNr of the events in the body; of a deletion: the highest one of the id
 * @param previousSeqNr last sequence number of the id before this record, 0 if there was none: a
 *     chain by which a lost record is noticed and blamed on the right id
 * @param deletedTo the id's deletion mark, so that a later record heals a lost deletion
 * @param bodyCrc CRC32C of the body
 * @param durableBefore everything before this offset of the same segment had been forced to disk
 *     when this record was written; what does not read there is damage, not an interrupted write
 */
record RecordHeader(
    RecordType type,
    byte[] idBytes,
    int events,
    long firstSeqNr,
    long lastSeqNr,
    long previousSeqNr,
    long deletedTo,
    int bodyBytes,
    int bodyCrc,
    int durableBefore) {

  static final int FIXED_BYTES = 56;
  static final int MAX_ID_BYTES = 4096;
  static final int ALIGNMENT = 8;
  private static final byte[] NO_ID = new byte[0];

  /** A record that belongs to no id. */
  static RecordHeader control(RecordType type, byte[] body, int durableBefore) {
    int crc = RecordCodec.crcOf(body);
    return new RecordHeader(type, NO_ID, 0, 0, 0, 0, 0, body.length, crc, durableBefore);
  }

  String id() {
    return new String(idBytes, StandardCharsets.UTF_8);
  }

  int headerBytes() {
    return FIXED_BYTES + idBytes.length;
  }

  /** With header, body and padding: where the next record begins, seen from this one. */
  int totalBytes() {
    return align(headerBytes() + bodyBytes);
  }

  static int align(int bytes) {
    return (bytes + ALIGNMENT - 1) & -ALIGNMENT;
  }
}
