package aitta.credentials;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * Wraps the older forms of private keys into PKCS #8, which is all that Java reads: a sequence of a
 * version, what kind of key it is, and the older form as it was. RFC 5208, RFC 5915, RFC 8017.
 */
final class Der {
  private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};
  private static final byte[] RSA = {
    0x30,
    0x0d,
    0x06,
    0x09,
    0x2a,
    (byte) 0x86,
    0x48,
    (byte) 0x86,
    (byte) 0xf7,
    0x0d,
    0x01,
    0x01,
    0x01,
    0x05,
    0x00
  };
  private static final byte[] CURVE = {
    0x06, 0x07, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 2, 1
  };
  private static final int SEQUENCE = 0x30;
  private static final int OCTETS = 0x04;
  private static final int PARAMETERS = 0xa0;

  private Der() {}

  static byte[] pkcs8OfRsa(byte[] key) {
    return tagged(SEQUENCE, joined(VERSION_0, RSA, tagged(OCTETS, key)));
  }

  /** Which curve it is stands inside the older form, and has to stand outside too. */
  static byte[] pkcs8OfCurve(byte[] key) throws BadCredentialsException {
    byte[] curve = parameters(key);
    byte[] kind = tagged(SEQUENCE, joined(CURVE, curve));
    return tagged(SEQUENCE, joined(VERSION_0, kind, tagged(OCTETS, key)));
  }

  private static byte[] parameters(byte[] key) throws BadCredentialsException {
    try {
      int at = contentOf(key, 0);
      while (at < key.length) {
        int content = contentOf(key, at);
        int end = content + lengthOf(key, at);
        if ((key[at] & 0xff) == PARAMETERS) {
          return Arrays.copyOfRange(key, content, end);
        }
        at = end;
      }
    } catch (ArrayIndexOutOfBoundsException e) {
      throw new BadCredentialsException("its EC key is damaged");
    }
    throw new BadCredentialsException("its EC key does not say on which curve; make it PKCS #8");
  }

  /** Where the content of the element at {@code at} begins: behind its tag and length. */
  private static int contentOf(byte[] der, int at) {
    int first = der[at + 1] & 0xff;
    return at + 2 + (first < 0x80 ? 0 : first & 0x7f);
  }

  private static int lengthOf(byte[] der, int at) {
    int first = der[at + 1] & 0xff;
    if (first < 0x80) {
      return first;
    }
    int length = 0;
    for (int i = 0; i < (first & 0x7f); i++) {
      length = length << 8 | der[at + 2 + i] & 0xff;
    }
    // A length that can't be is one that leads out of the array.
    return length < 0 || length > der.length ? der.length : length;
  }

  static byte[] tagged(int tag, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(content.length + 5);
    out.write(tag);
    int bytes =
        content.length < 0x80 ? 0 : content.length < 0x100 ? 1 : content.length < 0x10000 ? 2 : 3;
    if (bytes > 0) {
      out.write(0x80 | bytes);
    }
    for (int shift = 8 * Math.max(0, bytes - 1); shift >= 0; shift -= 8) {
      out.write(content.length >>> shift);
    }
    out.writeBytes(content);
    return out.toByteArray();
  }

  static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
