package aitta.credentials;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import org.apache.pekko.remote.artery.tcp.SSLEngineProvider;
import scala.Option;

/**
 * TLS between nodes, each of which proves itself to the other. Whoever has a certificate of the
 * cluster's authority is a peer; under which name is not asked, since nodes come back from other
 * addresses and ports.
 */
final class PeerEngines implements SSLEngineProvider {
  private final Watched<TlsIdentity> identity;

  PeerEngines(Watched<TlsIdentity> identity) {
    this.identity = identity;
  }

  @Override
  public SSLEngine createServerSSLEngine(String hostname, int port) {
    return identity.current().server(true);
  }

  @Override
  public SSLEngine createClientSSLEngine(String hostname, int port) {
    return identity.current().client(hostname, port);
  }

  @Override
  public Option<Throwable> verifyClientSession(String hostname, SSLSession session) {
    return Option.empty();
  }

  @Override
  public Option<Throwable> verifyServerSession(String hostname, SSLSession session) {
    return Option.empty();
  }
}
