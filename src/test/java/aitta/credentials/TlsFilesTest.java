package aitta.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aitta.config.InvalidSettingException;
import aitta.config.SecuritySettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.interfaces.ECPrivateKey;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates and keys as operators have them, right and wrong. */
class TlsFilesTest {
  @TempDir static Path folder;

  private static TestAuthority authority;
  private static TestAuthority.Issued good;
  private static TestAuthority.Issued rsa;

  @BeforeAll
  static void issue() {
    authority = new TestAuthority(folder, "ca");
    good = authority.issue("good");
    rsa = authority.issue("rsa", wish("RSA", -1, 90, false));
  }

  private static TestAuthority.Wish wish(
      String algorithm, int fromDays, int toDays, boolean serverOnly) {
    return new TestAuthority.Wish(
        algorithm, Duration.ofDays(fromDays), Duration.ofDays(toDays), serverOnly);
  }

  private static Credentials open(Path certificate, Path key, Path authorities) {
    return Credentials.open(
        new SecuritySettings(
            false,
            Optional.empty(),
            Optional.of(new SecuritySettings.Tls(certificate, key, authorities)),
            Optional.empty()));
  }

  private static void refused(ThrowingCallable opening, String... words) {
    assertThatThrownBy(opening)
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContainingAll((CharSequence[]) words);
  }

  private static Path file(String name, String text) throws Exception {
    return Files.writeString(folder.resolve(name), text);
  }

  @Test
  void whatIsRightIsTakenAndItsExpiryIsKnown() {
    try (Credentials opened = open(good.certificate(), good.key(), authority.authorities())) {
      assertThat(opened.https().get().getUseClientMode()).isFalse();
      assertThat(opened.https().get().getNeedClientAuth()).isFalse();
      assertThat(opened.peers().get().createServerSSLEngine("h", 1).getNeedClientAuth()).isTrue();
      double day = Duration.ofDays(1).toSeconds();
      assertThat(opened.certificateSeconds()).isBetween(89 * day, 90 * day);
    }
    assertThat(Credentials.NONE.certificateSeconds()).isNaN();
    assertThat(Credentials.NONE.https()).isNull();
  }

  @Test
  void olderFormsOfKeysAreTakenToo() throws Exception {
    byte[] pkcs8 = Pem.privateKey(Files.readAllBytes(rsa.key())).getEncoded();
    Path pkcs1 =
        file(
            "pkcs1.pem",
            TestAuthority.pem("RSA PRIVATE KEY", Arrays.copyOfRange(pkcs8, 26, pkcs8.length)));
    open(rsa.certificate(), pkcs1, authority.authorities()).close();
    Path sec1 =
        file(
            "sec1.pem",
            "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n"
                + "-----END EC PARAMETERS-----\n"
                + TestAuthority.pem("EC PRIVATE KEY", sec1(good.key())));
    open(good.certificate(), sec1, authority.authorities()).close();
  }

  /** RFC 5915: version, the number, and the curve, secp256r1. */
  private static byte[] sec1(Path key) throws Exception {
    byte[] sent = ((ECPrivateKey) Pem.privateKey(Files.readAllBytes(key))).getS().toByteArray();
    byte[] number = new byte[32];
    int length = Math.min(sent.length, number.length);
    System.arraycopy(sent, sent.length - length, number, number.length - length, length);
    byte[] curve = {6, 8, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 3, 1, 7};
    byte[] version = {2, 1, 1};
    return Der.tagged(0x30, Der.joined(version, Der.tagged(0x04, number), Der.tagged(0xa0, curve)));
  }

  @Test
  void whatIsWrongIsRefusedWithItsFileAndTheReason() throws Exception {
    Path ca = authority.authorities();
    Path nothing = file("empty.pem", "hello\n");
    Path encrypted = file("enc.pem", TestAuthority.pem("ENCRYPTED PRIVATE KEY", new byte[9]));
    Path damaged = file("damaged.pem", TestAuthority.pem("PRIVATE KEY", new byte[99]));
    Path torn = file("torn.pem", TestAuthority.pem("EC PRIVATE KEY", new byte[] {0x30, 99, 1}));
    Path noCert = file("nocert.pem", TestAuthority.pem("CERTIFICATE", new byte[99]));
    Path absent = folder.resolve("absent.pem");
    refused(() -> open(good.certificate(), rsa.key(), ca), "cert.pem", "not the one of");
    refused(() -> open(rsa.certificate(), good.key(), ca), "not the one of the certificate");
    refused(() -> open(absent, good.key(), ca), "aitta.security.tls-cert", "there is no file");
    refused(() -> open(nothing, good.key(), ca), "empty.pem: it holds no certificate");
    refused(() -> open(noCert, good.key(), ca), "nocert.pem: a certificate in it is damaged");
    refused(() -> open(good.certificate(), nothing, ca), "empty.pem: it holds no private key");
    refused(() -> open(good.certificate(), encrypted, ca), "enc.pem: its key is encrypted");
    refused(() -> open(good.certificate(), damaged, ca), "damaged.pem: its key is damaged");
    refused(() -> open(good.certificate(), torn, ca), "torn.pem: its EC key");
    refused(() -> open(good.certificate(), good.key(), nothing), "empty.pem: it holds no cert");
  }

  @Test
  void certificatesThatPeersWouldNotTakeAreRefused() {
    Path ca = authority.authorities();
    TestAuthority.Issued old = authority.issue("old", wish("EC", -9, -7, false));
    refused(() -> open(old.certificate(), old.key(), ca), "old-cert.pem", "CN=old expired at");
    TestAuthority.Issued early = authority.issue("early", wish("EC", 9, 90, false));
    refused(() -> open(early.certificate(), early.key(), ca), "not valid before", "clock");
    TestAuthority other = new TestAuthority(folder, "other");
    refused(
        () -> open(good.certificate(), good.key(), other.authorities()), "peers would not take");
    TestAuthority.Issued serverOnly = authority.issue("server", wish("EC", -1, 90, true));
    refused(
        () -> open(serverOnly.certificate(), serverOnly.key(), ca), "be for servers and clients");
  }
}
