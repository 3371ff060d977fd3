package aitta.version;

/**
 * What a client has seen of a key; the content of a context token.
 *
 * @param context the versions
 * @param timestamp the newest hybrid logical time among them: a write that supersedes them is newer
 */
public record Seen(Context context, long timestamp) {
  public static final Seen NOTHING = new Seen(Context.EMPTY, 0);
}
