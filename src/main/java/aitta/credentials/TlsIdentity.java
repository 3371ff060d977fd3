package aitta.credentials;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * What this node proves who it is by, and whom it believes. Immutable: other files make another
 * one, and connections that are open go on with the one that they began with.
 */
final class TlsIdentity {
  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};
  private static final char[] NO_PASSWORD = new char[0];

  private final SSLContext context;
  private final Instant expires;

  private TlsIdentity(SSLContext context, Instant expires) {
    this.context = context;
    this.expires = expires;
  }

  /**
   * @param chain the node's own certificate, then those that lead to an authority
   * @param authorities by whom certificates of peers must be signed, and this node's own too
   * @param now certificates must hold at that time
   */
  static TlsIdentity of(
      List<X509Certificate> chain, PrivateKey key, List<X509Certificate> authorities, Instant now)
      throws BadCredentialsException {
    for (X509Certificate certificate : chain) {
      checkTime(certificate, now);
    }
    checkPair(chain.get(0).getPublicKey(), key);
    try {
      TrustManager[] trust = trust(authorities);
      checkTrusted(chain, trust);
      KeyStore own = KeyStore.getInstance("PKCS12");
      own.load(null, null);
      own.setKeyEntry("node", key, NO_PASSWORD, chain.toArray(X509Certificate[]::new));
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(own, NO_PASSWORD);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), trust, new SecureRandom());
      Instant expires =
          chain.stream().map(one -> one.getNotAfter().toInstant()).min(Instant::compareTo).get();
      return new TlsIdentity(context, expires);
    } catch (GeneralSecurityException | java.io.IOException e) {
      throw new BadCredentialsException("certificate and key can't be used: " + e.getMessage());
    }
  }

  private static void checkTime(X509Certificate certificate, Instant now)
      throws BadCredentialsException {
    Instant from = certificate.getNotBefore().toInstant();
    Instant to = certificate.getNotAfter().toInstant();
    String subject = certificate.getSubjectX500Principal().getName();
    if (now.isAfter(to)) {
      throw new BadCredentialsException("the certificate of " + subject + " expired at " + to);
    }
    if (now.isBefore(from)) {
      throw new BadCredentialsException(
          "the certificate of "
              + subject
              + " is not valid before "
              + from
              + "; is the clock right?");
    }
  }

  private static void checkPair(PublicKey certified, PrivateKey key)
      throws BadCredentialsException {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> key.getAlgorithm();
        };
    byte[] challenge = {1, 2, 3};
    try {
      Signature signing = Signature.getInstance(algorithm);
      signing.initSign(key);
      signing.update(challenge);
      Signature checking = Signature.getInstance(algorithm);
      checking.initVerify(certified);
      checking.update(challenge);
      if (checking.verify(signing.sign())) {
        return;
      }
    } catch (GeneralSecurityException e) {
      // A signature that can't even be read by the certified key is another key's.
      throw new BadCredentialsException("the key is not the one of the certificate");
    }
    throw new BadCredentialsException("the key is not the one of the certificate");
  }

  private static TrustManager[] trust(List<X509Certificate> authorities)
      throws GeneralSecurityException, java.io.IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    for (int i = 0; i < authorities.size(); i++) {
      store.setCertificateEntry("authority-" + i, authorities.get(i));
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  /** A certificate that its own node would not take from a peer would be refused by all peers. */
  private static void checkTrusted(List<X509Certificate> chain, TrustManager[] trust)
      throws BadCredentialsException {
    X509Certificate[] array = chain.toArray(X509Certificate[]::new);
    String kind = chain.get(0).getPublicKey().getAlgorithm();
    for (TrustManager manager : trust) {
      if (manager instanceof X509TrustManager x509) {
        try {
          x509.checkServerTrusted(array, "UNKNOWN");
          x509.checkClientTrusted(array, kind);
        } catch (CertificateException e) {
          throw new BadCredentialsException(
              "peers would not take the certificate, which must be signed by an authority of the CA"
                  + " file, and be for servers and clients: "
                  + e.getMessage());
        }
      }
    }
  }

  Instant expires() {
    return expires;
  }

  /** For a connection that is accepted. */
  SSLEngine server(boolean wantsCertificate) {
    SSLEngine engine = context.createSSLEngine();
    engine.setUseClientMode(false);
    engine.setEnabledProtocols(PROTOCOLS);
    engine.setNeedClientAuth(wantsCertificate);
    return engine;
  }

  /** For a connection to a peer. */
  SSLEngine client(String host, int port) {
    SSLEngine engine = context.createSSLEngine(host, port);
    engine.setUseClientMode(true);
    engine.setEnabledProtocols(PROTOCOLS);
    return engine;
  }
}
