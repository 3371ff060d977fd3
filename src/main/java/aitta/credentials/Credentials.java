package aitta.credentials;

import aitta.config.InvalidSettingException;
import aitta.config.SecuritySettings;
import aitta.security.TokenTable;
import aitta.security.TokensFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** All credentials of a process, kept up to date until closed. Outlives its actor systems. */
public final class Credentials implements AutoCloseable {
  /** Nothing is asked for, nothing is encrypted. */
  public static final Credentials NONE = new Credentials(null, null);

  private static final Duration LOOK = Duration.ofMillis(500);

  private final Watched<TokenTable> tokens; // null while access control is off
  private final ScheduledExecutorService looking;

  private Credentials(Watched<TokenTable> tokens, ScheduledExecutorService looking) {
    this.tokens = tokens;
    this.looking = looking;
  }

  /**
   * Reads what the settings name.
   *
   * @throws InvalidSettingException if a file can't be read or can't be right
   */
  public static Credentials open(SecuritySettings settings) {
    Optional<Path> file = settings.tokensFile();
    if (file.isEmpty()) {
      return NONE;
    }
    ScheduledExecutorService looking =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "aitta-credentials");
              thread.setDaemon(true);
              return thread;
            });
    Credentials opened = new Credentials(tokens(file.get()), looking);
    looking.scheduleWithFixedDelay(
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

  /** The tokens there are now, whenever asked; null while access control is off. */
  public Supplier<TokenTable> tokens() {
    return tokens == null ? null : tokens::current;
  }

  /** Files that have changed and can't be taken in: 0 where all is well. */
  public int staleFiles() {
    return tokens != null && tokens.isStale() ? 1 : 0;
  }

  private void look() {
    if (tokens != null) {
      tokens.look();
    }
  }

  @Override
  public void close() {
    if (looking != null) {
      looking.shutdownNow();
    }
  }
}
