package aitta.cli.output;

/** The forms of output; the names are what a user types, in lower case. */
public enum OutputFormat {
  /** Aligned, with a heading, for people. */
  TABLE,
  /** One document, or one a line in listings. */
  JSON,
  /** Fields separated by tabs, no heading, for shells. */
  RAW
}
