package aitta.client;

/** More calls wait in this client than it was built for; this one was not sent. */
public final class ClientBusyException extends AittaException {
  private static final long serialVersionUID = 1L;

  ClientBusyException(int waiting) {
    super(waiting + " calls wait already; see maxInFlight and maxWaiting", false, null);
  }
}
