package aitta.model;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** MD5, where its speed and its 128 bits are wanted and nobody is to be kept from forging. */
public final class Md5 {
  private Md5() {}

  /** One that has seen nothing yet. */
  public static MessageDigest start() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has MD5", e);
    }
  }
}
