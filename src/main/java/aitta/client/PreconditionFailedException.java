package aitta.client;

import aitta.api.Problem;

/** A conditional write came too late: what it was bound to does not hold. Nothing was done. */
public final class PreconditionFailedException extends RefusedException {
  private static final long serialVersionUID = 1L;
  private final String etag;
  private final String context;

  PreconditionFailedException(Problem problem, String etag, String context) {
    super(problem, false);
    this.etag = etag;
    this.context = context;
  }

  /** Of the version, or set of siblings, that is there; null where nothing is. */
  public String etag() {
    return etag;
  }

  /** Covers what is there; null where the cluster gave none. */
  public String context() {
    return context;
  }
}
