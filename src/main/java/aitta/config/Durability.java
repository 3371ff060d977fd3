package aitta.config;

/** When a write counts as durable, and may be acknowledged. */
public enum Durability {
  /** After an fsync that covers it. */
  SYNC,
  /** After it reached the operating system; an fsync follows within the sync interval. */
  PERIODIC
}
