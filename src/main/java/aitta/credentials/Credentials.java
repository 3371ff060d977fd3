package aitta.credentials;

import aitta.config.InvalidSettingException;
import aitta.config.SecuritySettings;
import aitta.security.TokenTable;
import aitta.security.TokensFile;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import org.apache.pekko.remote.artery.tcp.SSLEngineProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All credentials of a process, kept up to date until closed. Outlives its actor systems. */
public final class Credentials implements AutoCloseable {
  /** Nothing is asked for, nothing is encrypted. */
  public static final Credentials NONE = new Credentials(null, null, null);

  private static final Logger LOG = LoggerFactory.getLogger(Credentials.class);
  private static final Duration LOOK = Duration.ofMillis(500);

  private final Watched<TokenTable> tokens; // null while access control is off
  private final Watched<TlsIdentity> identity; // null while nothing is encrypted
  private final ExpiryNotice expiry = new ExpiryNotice(); // used by the thread that looks
  private final ScheduledExecutorService looking; // null where there is nothing to look at

  private Credentials(
      Watched<TokenTable> tokens, Watched<TlsIdentity> identity, ScheduledExecutorService looking) {
    this.tokens = tokens;
    this.identity = identity;
    this.looking = looking;
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "aitta-credentials");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Reads what the settings name.
   *
   * @throws InvalidSettingException if a file can't be read or can't be right
   */
  public static Credentials open(SecuritySettings settings) {
    Credentials opened =
        new Credentials(
            settings.tokensFile().map(Credentials::tokens).orElse(null),
            settings.tls().map(Credentials::identity).orElse(null),
            Executors.newSingleThreadScheduledExecutor(Credentials::thread));
    opened.looking.scheduleWithFixedDelay(
        opened::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
    return opened;
  }

  private static Watched<TokenTable> tokens(Path file) {
    try {
      return new Watched<>("Tokens", List.of(file), files -> tokens(file, files.get(0)));
    } catch (BadCredentialsException e) {
      throw new InvalidSettingException("aitta.security.tokens-file", file, e.getMessage());
    }
  }

  private static TokenTable tokens(Path file, byte[] bytes) throws BadCredentialsException {
    try {
      return TokensFile.parse(Watched.text(bytes));
    } catch (TokensFile.MalformedException e) {
      throw new BadCredentialsException(file + ": " + e.getMessage());
    }
  }

  private static Watched<TlsIdentity> identity(SecuritySettings.Tls tls) {
    List<Path> paths = List.of(tls.certificate(), tls.key(), tls.authorities());
    try {
      return new Watched<>("Certificate and key", paths, files -> identity(tls, files));
    } catch (BadCredentialsException e) {
      throw new InvalidSettingException(
          "aitta.security.tls-cert", tls.certificate(), e.getMessage());
    }
  }

  private static TlsIdentity identity(SecuritySettings.Tls tls, List<byte[]> files)
      throws BadCredentialsException {
    Path at = tls.certificate();
    try {
      var chain = Pem.certificates(files.get(0));
      at = tls.key();
      var key = Pem.privateKey(files.get(1));
      at = tls.authorities();
      var authorities = Pem.certificates(files.get(2));
      at = tls.certificate();
      return TlsIdentity.of(chain, key, authorities, Instant.now());
    } catch (BadCredentialsException e) {
      throw new BadCredentialsException(at + ": " + e.getMessage());
    }
  }

  /** The tokens there are now, whenever asked; null while access control is off. */
  public Supplier<TokenTable> tokens() {
    return tokens == null ? null : tokens::current;
  }

  /** An engine for each connection to the HTTP port; null while nothing is encrypted. */
  public Supplier<SSLEngine> https() {
    return identity == null ? null : () -> identity.current().server(false);
  }

  /** For connections between nodes; empty while nothing is encrypted. */
  public Optional<SSLEngineProvider> peers() {
    return Optional.ofNullable(identity).map(PeerEngines::new);
  }

  /** Files that have changed and can't be taken in: 0 where all is well. */
  public int staleFiles() {
    return (int) watched().filter(Watched::isStale).count();
  }

  /** Until this node's certificate expires, below 0 once it has; not a number without one. */
  public double certificateSeconds() {
    return identity == null
        ? Double.NaN
        : Duration.between(Instant.now(), identity.current().expires()).toSeconds();
  }

  private Stream<Watched<?>> watched() {
    return Stream.<Watched<?>>of(tokens, identity).filter(Objects::nonNull);
  }

  private void look() {
    watched().forEach(Watched::look);
    if (identity != null) {
      Instant end = identity.current().expires();
      ExpiryNotice.Stage stage = expiry.look(end, Instant.now());
      if (stage == ExpiryNotice.Stage.OVER) {
        LOG.error(
            "The certificate of this node expired at {}: peers and clients make no new connection"
                + " to it, open ones go on. Put a new one and its key where the old ones are; no"
                + " restart",
            end);
      } else if (stage != ExpiryNotice.Stage.FAR) {
        LOG.warn(
            "The certificate of this node expires at {}: put a new one and its key where the old"
                + " ones are; no restart",
            end);
      }
    }
  }

  @Override
  public void close() {
    if (looking != null) {
      looking.shutdownNow();
    }
  }
}
