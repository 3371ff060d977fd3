package aitta.credentials;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads certificates and keys as text. RFC 7468; what is between the blocks says nothing. */
final class Pem {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");
  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");

  private record Block(String label, byte[] bytes) {}

  private Pem() {}

  private static List<Block> blocks(byte[] file) throws BadCredentialsException {
    List<Block> blocks = new ArrayList<>();
    Matcher matcher = BLOCK.matcher(new String(file, StandardCharsets.ISO_8859_1));
    while (matcher.find()) {
      try {
        byte[] bytes = Base64.getMimeDecoder().decode(matcher.group(2));
        blocks.add(new Block(matcher.group(1), bytes));
      } catch (IllegalArgumentException e) {
        throw new BadCredentialsException("its " + matcher.group(1) + " is no base64");
      }
    }
    return blocks;
  }

  /** All certificates, in their order; at least one. */
  static List<X509Certificate> certificates(byte[] file) throws BadCredentialsException {
    List<X509Certificate> found = new ArrayList<>();
    for (Block block : blocks(file)) {
      if (block.label().equals("CERTIFICATE")) {
        found.add(certificate(block.bytes()));
      }
    }
    if (found.isEmpty()) {
      throw new BadCredentialsException("it holds no certificate in PEM");
    }
    return found;
  }

  private static X509Certificate certificate(byte[] der) throws BadCredentialsException {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der));
    } catch (CertificateException e) {
      throw new BadCredentialsException("a certificate in it is damaged: " + e.getMessage());
    }
  }

  /** The one private key: PKCS #8, or the older forms of RSA and elliptic curve keys. */
  static PrivateKey privateKey(byte[] file) throws BadCredentialsException {
    for (Block block : blocks(file)) {
      switch (block.label()) {
        case "PRIVATE KEY":
          return key(block.bytes());
        case "RSA PRIVATE KEY":
          return key(Der.pkcs8OfRsa(block.bytes()));
        case "EC PRIVATE KEY":
          return key(Der.pkcs8OfCurve(block.bytes()));
        case "ENCRYPTED PRIVATE KEY":
          throw new BadCredentialsException(
              "its key is encrypted; it must be in the clear, in a file that the node alone may"
                  + " read");
        default: // certificates, parameters of curves
      }
    }
    throw new BadCredentialsException("it holds no private key in PEM");
  }

  private static PrivateKey key(byte[] pkcs8) throws BadCredentialsException {
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      } catch (InvalidKeySpecException e) {
        continue; // another kind of key
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java runtime has " + algorithm, e);
      }
    }
    // What exactly is wrong with a key is not shown: it might show of the key.
    throw new BadCredentialsException("its key is damaged, or not of RSA, EC, Ed25519 or Ed448");
  }
}
