package aitta.version;

import aitta.codec.Input;
import aitta.codec.MalformedException;
import aitta.codec.Output;
import aitta.model.Key;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Turns what a client has seen into the opaque text that it carries, and back. The text belongs to
 * its key: a keyed checksum (HMAC-SHA256 over bucket, key and content, cut to 96 bits) refuses one
 * that was damaged, invented, or made for another key. Safe for use by many threads.
 */
public final class ContextTokens {
  /** Longest text that is taken at all, in characters. */
  public static final int MAX_CHARACTERS = 8192;

  private static final int FORMAT = 1;
  private static final int CHECKSUM_BYTES = 12;

  private final List<Mac> secrets; // the first one signs, all check
  private final List<Transplant> transplants; // of what was seen where they signed

  /**
   * @param secrets each of at least 16 bytes; the first one signs, the others are of clusters whose
   *     data was taken over, and stay valid for checking
   */
  public ContextTokens(List<byte[]> secrets) {
    if (secrets.isEmpty()) {
      throw new IllegalArgumentException("context tokens need a secret");
    }
    this.secrets = secrets.stream().map(ContextTokens::mac).toList();
    this.transplants = secrets.stream().map(Transplant::from).toList();
  }

  /** URL-safe base64 text without padding. */
  public String encode(Key key, Seen seen) {
    Output out = new Output(32 + seen.context().encodedSizeBound());
    out.putByte(FORMAT).putLong(seen.timestamp());
    seen.context().writeTo(out);
    byte[] content = out.toBytes();
    out.putRaw(checksum(secrets.get(0), key, content));
    return text(out.toBytes());
  }

  /**
   * @throws InvalidContextException unless {@code text} was made by {@link #encode} for this very
   *     key with one of the secrets
   */
  public Seen decode(Key key, String text) throws InvalidContextException {
    if (text.length() > MAX_CHARACTERS) {
      throw new InvalidContextException(
          "has " + text.length() + " characters; at most " + MAX_CHARACTERS + " are taken");
    }
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new InvalidContextException("is not a token that this store has given out");
    }
    if (!text(bytes).equals(text)) { // the decoder looks at neither padding nor left-over bits
      throw new InvalidContextException("was damaged at its end");
    }
    int contentLength = bytes.length - CHECKSUM_BYTES;
    if (contentLength < 1) {
      throw new InvalidContextException("is cut short");
    }
    byte[] content = Arrays.copyOf(bytes, contentLength);
    byte[] checksum = Arrays.copyOfRange(bytes, contentLength, bytes.length);
    for (int i = 0; i < secrets.size(); i++) {
      if (MessageDigest.isEqual(checksum(secrets.get(i), key, content), checksum)) {
        Seen seen = read(content);
        return i == 0 ? seen : new Seen(transplants.get(i).of(seen.context()), seen.timestamp());
      }
    }
    throw new InvalidContextException("was damaged, or made for another key or another store");
  }

  private static String text(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static Seen read(byte[] content) throws InvalidContextException {
    try {
      Input in = new Input(content);
      int format = in.getByte();
      if (format != FORMAT) {
        throw new InvalidContextException("has format " + format + "; this build reads " + FORMAT);
      }
      long timestamp = in.getLong();
      Context context = Context.readFrom(in);
      in.expectEnd();
      return new Seen(context, timestamp);
    } catch (MalformedException e) {
      throw new InvalidContextException("cannot be read: " + e.getMessage());
    }
  }

  private static byte[] checksum(Mac prototype, Key key, byte[] content) {
    Mac mac;
    try {
      mac = (Mac) prototype.clone(); // a Mac holds state, so each use has its own
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the Mac of the JDK can be cloned", e);
    }
    mac.update(key.bucket().getBytes(StandardCharsets.US_ASCII));
    mac.update((byte) 0);
    mac.update((byte) (key.name().length >>> 8)); // else bytes could move between name and content
    mac.update((byte) key.name().length);
    mac.update(key.name());
    return Arrays.copyOf(mac.doFinal(content), CHECKSUM_BYTES);
  }

  private static Mac mac(byte[] secret) {
    if (secret.length < 16) {
      throw new IllegalArgumentException("a secret has at least 16 bytes, not " + secret.length);
    }
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has HmacSHA256", e);
    }
  }
}
