package aitta.credentials;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * An authority made for one test. Writes X.509 itself (RFC 5280), since the JDK issues certificates
 * only by a tool that takes seconds.
 */
public final class TestAuthority {
  private static final char[] NO_PASSWORD = new char[0];
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'");
  private static final byte[] ECDSA_WITH_SHA256 =
      sequence(new byte[] {6, 8, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 4, 3, 2});
  private static final byte[] SERVER_AUTH = {6, 8, 0x2b, 6, 1, 5, 5, 7, 3, 1};
  private static final AtomicLong SERIAL = new AtomicLong(System.nanoTime());

  private final Path folder;
  private final String name;
  private final KeyPair keys = keys("EC");
  private final X509Certificate own;

  /** A certificate and its key, as PEM files. */
  public record Issued(Path certificate, Path key, X509Certificate parsed, KeyPair keys) {}

  /** What a certificate says beside its name. */
  public record Wish(String algorithm, Duration from, Duration to, boolean serverOnly) {
    public static final Wish USUAL =
        new Wish("EC", Duration.ofHours(-1), Duration.ofDays(90), false);
  }

  public TestAuthority(Path folder, String name) {
    this.folder = folder;
    this.name = name;
    this.own = sign(name, keys.getPublic(), Wish.USUAL, true);
    write(authorities(), pem("CERTIFICATE", encoded(own)));
  }

  /** Its own certificate, in PEM. */
  public Path authorities() {
    return folder.resolve(name + "-ca.pem");
  }

  public Issued issue(String subject) {
    return issue(subject, Wish.USUAL);
  }

  /** For 127.0.0.1 and localhost. */
  public Issued issue(String subject, Wish wish) {
    KeyPair pair = keys(wish.algorithm());
    X509Certificate certificate = sign(subject, pair.getPublic(), wish, false);
    Path certificateFile = folder.resolve(subject + "-cert.pem");
    Path keyFile = folder.resolve(subject + "-key.pem");
    write(certificateFile, pem("CERTIFICATE", encoded(certificate)));
    write(keyFile, pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
    return new Issued(certificateFile, keyFile, certificate, pair);
  }

  static String pem(String label, byte[] der) {
    return "-----BEGIN "
        + label
        + "-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
        + "\n-----END "
        + label
        + "-----\n";
  }

  /**
   * For a client that trusts this authority.
   *
   * @param shown the client's own certificate; null for none
   */
  public SSLContext client(Issued shown) {
    try {
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      trusted.setCertificateEntry("ca", own);
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      KeyStore client = KeyStore.getInstance("PKCS12");
      client.load(null, null);
      if (shown != null) {
        X509Certificate[] chain = {shown.parsed()};
        client.setKeyEntry("own", shown.keys().getPrivate(), NO_PASSWORD, chain);
      }
      KeyManagerFactory managers =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      managers.init(client, NO_PASSWORD);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(managers.getKeyManagers(), trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair keys(String algorithm) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      generator.initialize(algorithm.equals("EC") ? 256 : 2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private X509Certificate sign(String subject, PublicKey key, Wish wish, boolean isAuthority) {
    byte[] content =
        sequence(
            Der.tagged(0xa0, integer(BigInteger.TWO)), // version 3
            integer(BigInteger.valueOf(SERIAL.incrementAndGet())),
            ECDSA_WITH_SHA256,
            named(name),
            sequence(time(wish.from()), time(wish.to())),
            named(subject),
            key.getEncoded(),
            Der.tagged(0xa3, sequence(isAuthority ? basic() : extensions(wish))));
    try {
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(keys.getPrivate());
      signature.update(content);
      byte[] bits = Der.joined(new byte[1], signature.sign());
      byte[] whole = sequence(content, ECDSA_WITH_SHA256, Der.tagged(0x03, bits));
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(whole));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] basic() {
    return extension(19, sequence(new byte[] {1, 1, (byte) 0xff}));
  }

  private static byte[] extensions(Wish wish) {
    byte[] names =
        extension(
            17,
            sequence(
                Der.tagged(0x87, new byte[] {127, 0, 0, 1}),
                Der.tagged(0x82, "localhost".getBytes(StandardCharsets.US_ASCII))));
    return wish.serverOnly() ? Der.joined(names, extension(37, sequence(SERVER_AUTH))) : names;
  }

  private static byte[] extension(int number, byte[] value) {
    return sequence(new byte[] {6, 3, 0x55, 0x1d, (byte) number}, Der.tagged(0x04, value));
  }

  private static byte[] named(String commonName) {
    byte[] text = Der.tagged(0x0c, commonName.getBytes(StandardCharsets.UTF_8));
    return sequence(Der.tagged(0x31, sequence(new byte[] {6, 3, 0x55, 4, 3}, text)));
  }

  private static byte[] time(Duration fromNow) {
    String text = TIME.format(Instant.now().plus(fromNow).atOffset(ZoneOffset.UTC));
    return Der.tagged(0x18, text.getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] integer(BigInteger number) {
    return Der.tagged(0x02, number.toByteArray());
  }

  private static byte[] sequence(byte[]... parts) {
    return Der.tagged(0x30, Der.joined(parts));
  }

  private static byte[] encoded(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
