package aitta.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import aitta.cli.CommandLineRun;
import aitta.client.AittaClient;
import aitta.credentials.TestAuthority;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** Three nodes that ask for tokens and speak TLS, and how they are reached. */
final class SecureNodes implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 10_000;

  final TestCluster cluster;
  final TestAuthority authority;
  final Path tokens;
  final Path certificate;
  final Path key;
  private final SSLContext trusting;

  SecureNodes(Path folder, Path tokens) {
    this.tokens = tokens;
    authority = new TestAuthority(folder, "farm");
    TestAuthority.Issued first = authority.issue("first");
    certificate = folder.resolve("node-cert.pem");
    key = folder.resolve("node-key.pem");
    take(first);
    trusting = authority.client(null);
    TestCluster three = TestCluster.of("secure", 3);
    guards().forEach(three::with);
    cluster = three.prepare();
    try {
      cluster.nodes().forEach(TestNode::start);
      cluster.nodes().forEach(this::awaitReady);
    } catch (RuntimeException | Error e) {
      cluster.close();
      throw e;
    }
  }

  /** What tells a node to let only those in who have a token, and to speak TLS. */
  Map<String, String> guards() {
    return Map.of(
        "AITTA_TOKENS_FILE", tokens.toString(),
        "AITTA_TLS_CERT", certificate.toString(),
        "AITTA_TLS_KEY", key.toString(),
        "AITTA_TLS_CA", authority.authorities().toString());
  }

  /** Puts a certificate and its key where the nodes look, one file after the other. */
  void take(TestAuthority.Issued issued) {
    try {
      Files.copy(issued.certificate(), certificate, StandardCopyOption.REPLACE_EXISTING);
      Files.copy(issued.key(), key, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitReady(TestNode node) {
    await(node.id() + " to be ready, see " + node.log())
        .atMost(TestNode.START_LIMIT)
        .pollInterval(Duration.ofMillis(100))
        .failFast(node.id() + " ended, see " + node.log(), () -> !node.isRunning())
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(() -> ask(node, "GET /health/ready", null).startsWith("HTTP/1.1 200"));
  }

  String url(int index) {
    return cluster.node(index).url().replace("http:", "https:");
  }

  AittaClient client(String token) {
    return AittaClient.builder()
        .node(url(0))
        .node(url(1))
        .token(token)
        .trust(authority.authorities())
        .deadline(Duration.ofSeconds(20))
        .build();
  }

  /** A verb of the command line, in this process. */
  String run(int expected, String token, String line) {
    CommandLineRun aitta = new CommandLineRun(url(0), url(2));
    String all = line + " --ca " + authority.authorities() + " --token " + token;
    int code = aitta.run(all.split(" "));
    assertThat(code).as(line + ": " + aitta.err()).isEqualTo(expected);
    return aitta.out();
  }

  int httpPort(TestNode node) {
    return URI.create(node.url()).getPort();
  }

  int peerPort(TestNode node) {
    return Integer.parseInt(node.peerAddress().split(":")[1]);
  }

  /** A connection that is trusted, to either port. */
  SSLSocket connect(TestNode node, int port, SSLContext context) throws IOException {
    SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(node.host(), port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    return socket;
  }

  SSLSocket connect(TestNode node, int port) throws IOException {
    return connect(node, port, trusting);
  }

  /** Until both ports of each node show that certificate to who connects now. */
  void awaitShown(X509Certificate wanted, Duration limit) {
    for (TestNode node : cluster.nodes()) {
      for (int port : new int[] {httpPort(node), peerPort(node)}) {
        await(node + " to show " + wanted.getSubjectX500Principal())
            .atMost(limit)
            .ignoreExceptionsInstanceOf(IOException.class) // what it showed before may be no good
            .until(() -> shown(node, port).equals(wanted));
      }
    }
  }

  private X509Certificate shown(TestNode node, int port) throws IOException {
    try (SSLSocket socket = connect(node, port)) {
      socket.startHandshake();
      return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }
  }

  /** One request on a connection of its own, never repeated; the whole answer as text. */
  String ask(TestNode node, String head, String token) throws IOException {
    try (SSLSocket socket = connect(node, httpPort(node))) {
      String authorization = token == null ? "" : "Authorization: Bearer " + token + "\r\n";
      return exchange(
          socket,
          head + " HTTP/1.1\r\nHost: aitta\r\nConnection: close\r\n" + authorization + "\r\n");
    }
  }

  /** The same for who takes whatever certificate is shown, as {@code curl -k} does. */
  String askBlindly(TestNode node, String head, String token)
      throws IOException, GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new AnyCertificate()}, null);
    try (SSLSocket socket = connect(node, httpPort(node), context)) {
      return exchange(
          socket,
          head
              + " HTTP/1.1\r\nHost: aitta\r\nConnection: close\r\nAuthorization: Bearer "
              + token
              + "\r\n\r\n");
    }
  }

  private static final class AnyCertificate extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  /** What comes back for these bytes, until the other end has no more to say. */
  static String exchange(Socket socket, String sent) throws IOException {
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.getOutputStream().write(sent.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() {
    cluster.close();
  }
}
