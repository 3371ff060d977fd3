package aitta.cli.transfer;

import aitta.client.AittaException;
import aitta.client.RefusedException;

/** A transfer that cannot go on, at the key that it names. */
public final class TransferException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TransferException(String key, AittaException cause) {
    super("key " + key + ": " + cause.getMessage(), cause);
  }

  /** Why. */
  public AittaException reason() {
    return (AittaException) getCause();
  }

  static TransferException of(Item item, RefusedException cause) {
    return new TransferException(item.name(), cause);
  }
}
