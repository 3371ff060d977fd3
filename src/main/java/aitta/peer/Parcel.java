package aitta.peer;

/** What the {@link Gate} of a node takes: one message, or some that left their sender together. */
public sealed interface Parcel permits Envelope, Bundle {}
