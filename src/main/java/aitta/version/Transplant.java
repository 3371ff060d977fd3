package aitta.version;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * How what one cluster knew becomes true in another that takes its data over.
 *
 * <p>Writer ids are drawn at random, so dots of two clusters never meet, but for those of
 * conditional writes: these are numbered by ballots, which begin anew in each cluster. A number
 * that came from elsewhere would make the new cluster's own look used. So all of them get a writer
 * of their own, the same for whatever the same cluster has written or given out as a context.
 */
public final class Transplant {
  private final long writer;

  private Transplant(long writer) {
    this.writer = writer;
  }

  /**
   * @param secret by which the cluster signed contexts; no other has the same
   */
  public static Transplant from(byte[] secret) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update("conditional writes of".getBytes(StandardCharsets.US_ASCII));
      byte[] hash = digest.digest(secret);
      long writer = 0;
      for (int i = 0; i < 8; i++) {
        writer = writer << 8 | hash[i] & 0xff;
      }
      return new Transplant(writer | Long.MIN_VALUE); // far above the ids that mean something
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  public Siblings of(Siblings set) {
    return set.renamed(Dot.CONDITIONAL, writer);
  }

  public Context of(Context context) {
    return context.renamed(Dot.CONDITIONAL, writer);
  }
}
