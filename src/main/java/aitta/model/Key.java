package aitta.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * What a client names: a bucket, and 1 to 1024 bytes within it. Ordered by bucket, then by unsigned
 * bytes.
 *
 * <p>The array behind {@link #name()} is shared; nobody writes to it.
 */
public final class Key implements Comparable<Key> {
  public static final int MAX_NAME_BYTES = 1024;
  private static final int MAX_BUCKET_LENGTH = 128;
  private static final char[] HEX = "0123456789ABCDEF".toCharArray();

  private final String bucket;
  private final byte[] name;
  private Token token;

  /**
   * @throws IllegalArgumentException if the bucket's name or the length of {@code name} is out of
   *     bounds
   */
  public Key(String bucket, byte[] name) {
    if (!isLegalBucket(bucket)) {
      throw new IllegalArgumentException(
          "bucket '"
              + bucket
              + "' must be 1 to 128 characters of A-Z a-z 0-9 . _ - and not start with a dot");
    }
    if (name.length < 1 || name.length > MAX_NAME_BYTES) {
      throw new IllegalArgumentException("a key has 1 to 1024 bytes, not " + name.length);
    }
    this.bucket = bucket;
    this.name = name;
  }

  /** A key named by the UTF-8 bytes of {@code name}. */
  public static Key of(String bucket, String name) {
    return new Key(bucket, name.getBytes(StandardCharsets.UTF_8));
  }

  public static boolean isLegalBucket(String bucket) {
    return bucket != null && Names.areLegal(bucket, MAX_BUCKET_LENGTH) && bucket.charAt(0) != '.';
  }

  public String bucket() {
    return bucket;
  }

  public byte[] name() {
    return name;
  }

  /**
   * MD5 of bucket, a zero byte, name: the key's place on the ring. Dynamo, SOSP 2007, section 4.1.
   */
  public Token token() {
    Token known = token; // racing threads compute the same value, so no lock is needed
    if (known == null) {
      MessageDigest md5 = Md5.start();
      md5.update(bucket.getBytes(StandardCharsets.US_ASCII));
      md5.update((byte) 0);
      known = Token.of(md5.digest(name));
      token = known;
    }
    return known;
  }

  /** The index of the range that this key falls into when the ring has {@code ranges} ranges. */
  public int range(int ranges) {
    return KeyRange.indexOf(token(), ranges);
  }

  /** The name with every byte but {@code A-Za-z0-9-._~} as upper-case {@code %XX}. */
  public String encodedName() {
    StringBuilder text = new StringBuilder(name.length + 16);
    for (byte b : name) {
      int c = b & 0xff;
      if (c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9') {
        text.append((char) c);
      } else if (c == '-' || c == '.' || c == '_' || c == '~') {
        text.append((char) c);
      } else {
        text.append('%').append(HEX[c >> 4]).append(HEX[c & 15]);
      }
    }
    return text.toString();
  }

  @Override
  public int compareTo(Key other) {
    int order = bucket.compareTo(other.bucket);
    return order != 0 ? order : Arrays.compareUnsigned(name, other.name);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Key that
        && bucket.equals(that.bucket)
        && Arrays.equals(name, that.name);
  }

  @Override
  public int hashCode() {
    return 31 * bucket.hashCode() + Arrays.hashCode(name);
  }

  /** {@code bucket/name}, the name percent-encoded: fit for logs. */
  @Override
  public String toString() {
    return bucket + "/" + encodedName();
  }
}
