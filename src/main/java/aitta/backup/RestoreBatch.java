package aitta.backup;

import aitta.codec.Input;
import aitta.codec.MalformedException;
import aitta.codec.Output;
import aitta.model.Key;
import aitta.version.Siblings;
import aitta.version.SiblingsFormat;
import java.util.ArrayList;
import java.util.List;

/**
 * Sets on their way into a cluster: the body of {@code POST /v1/cluster/restore}.
 *
 * <p>Format 1: version byte; number of secrets, each with its length; number of sets, of each
 * bucket, name, set with its length; CRC-32C of all before.
 *
 * @param secrets of the cluster that they come from, the one that signs first; with each batch, so
 *     that none depends on another
 */
public record RestoreBatch(List<byte[]> secrets, List<Entry> sets) {
  /** Bytes of the largest batch that is taken: more than the largest set that a key can have. */
  public static final int MAX_BYTES = 72 << 20;

  private static final int FORMAT = 1;

  /** All that is known of a key. */
  public record Entry(Key key, Siblings siblings) {
    /** At least as many bytes as it takes in a batch. */
    public int sizeBound() {
      return 32 + key.bucket().length() + key.name().length + SiblingsFormat.sizeBound(siblings);
    }
  }

  public RestoreBatch {
    secrets = List.copyOf(secrets);
    sets = List.copyOf(sets);
  }

  public byte[] encode() {
    int size = 64 + 80 * secrets.size() + sets.stream().mapToInt(Entry::sizeBound).sum();
    Output out = new Output(size).putByte(FORMAT).putVarint(secrets.size());
    secrets.forEach(out::putBytes);
    out.putVarint(sets.size());
    for (Entry entry : sets) {
      out.putString(entry.key().bucket()).putBytes(entry.key().name());
      out.putBytes(SiblingsFormat.encode(entry.siblings()));
    }
    return Checked.seal(out);
  }

  /**
   * @throws MalformedException unless the bytes are exactly what {@link #encode} makes
   */
  public static RestoreBatch decode(byte[] bytes) {
    Input in = Checked.open(bytes, FORMAT);
    List<byte[]> secrets = new ArrayList<>();
    for (int left = in.getCount(17); left > 0; left--) {
      byte[] secret = in.getBytes();
      if (secret.length < 16) {
        throw new MalformedException("a secret of " + secret.length + " bytes");
      }
      secrets.add(secret);
    }
    if (secrets.isEmpty()) {
      throw new MalformedException("sets of a cluster without secrets");
    }
    List<Entry> sets = new ArrayList<>();
    try {
      for (int left = in.getCount(4); left > 0; left--) {
        Key key = new Key(in.getString(), in.getBytes());
        sets.add(new Entry(key, SiblingsFormat.decode(in.getBytes())));
      }
    } catch (IllegalArgumentException e) {
      throw new MalformedException(e.getMessage());
    }
    in.expectEnd();
    return new RestoreBatch(secrets, sets);
  }
}
