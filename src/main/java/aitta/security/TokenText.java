package aitta.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** The form of tokens: {@code <id>.<43 characters>}, of which the latter are 256 random bits. */
public final class TokenText {
  private static final int SECRET_BYTES = 32;
  private static final int LONGEST = 256;
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  private TokenText() {}

  public static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  /**
   * A new token.
   *
   * @param random one that nobody can foresee
   */
  public static String fresh(String id, RandomGenerator random) {
    if (!isId(id)) {
      throw new IllegalArgumentException("'" + id + "' is not 1 to 64 of A-Z a-z 0-9 _ -");
    }
    byte[] secret = new byte[SECRET_BYTES];
    random.nextBytes(secret);
    return id + '.' + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
  }

  /** What is kept of a token. */
  public static byte[] hash(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  /** The id that a token claims; null where it is no token of ours. */
  static String idOf(String token) {
    int dot = token.indexOf('.');
    return dot < 1 || token.length() > LONGEST ? null : token.substring(0, dot);
  }
}
