package aitta.load;

/** One operation under way; used again for the next one of its connection. */
final class Operation {
  boolean read;
  int key;

  /** Of a write: its number. Of a read: the number that it must find at least. */
  int number;
}
