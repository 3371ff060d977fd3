package aitta.journal;

/** What a record says. The codes are on disk: never reused, never renumbered. */
enum RecordType {
  /** The events of one atomic write of one persistence id. */
  EVENTS(1),
  /** Events of one id up to a sequence number are deleted. */
  DELETED(2),
  /** First in each segment: which older segments are alive, and where each of them ends. */
  SEGMENTS(3),
  /** At the head of each segment: highest sequence number and marks of some ids. */
  MARKS(4),
  /** Older segments that are needed no more; their files may be gone. */
  DROPPED(5);

  private static final RecordType[] BY_CODE = new RecordType[6];

  static {
    for (RecordType type : values()) {
      BY_CODE[type.code] = type;
    }
  }

  private final byte code;

  RecordType(int code) {
    this.code = (byte) code;
  }

  byte code() {
    return code;
  }

  /** The type of this code, or null for a code that no type has. */
  static RecordType of(byte code) {
    return code > 0 && code < BY_CODE.length ? BY_CODE[code] : null;
  }
}
