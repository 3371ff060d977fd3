package aitta.credentials;

/** A file of credentials that can't be right. The message names it, and never what is secret. */
public final class BadCredentialsException extends Exception {
  private static final long serialVersionUID = 1L;

  BadCredentialsException(String message) {
    super(message);
  }
}
