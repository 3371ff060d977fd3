package aitta.security;

/** Whether a request may be done. */
public enum Access {
  ALLOWED,
  /** Nobody knows who asks: 401. */
  UNAUTHENTICATED,
  /** It is known who asks, and their grants do not reach so far: 403. */
  FORBIDDEN;

  /**
   * @param principal null where no valid token came with the request
   * @param bucket that the path names, decoded; null where it names none
   */
  public static Access decide(Principal principal, Need need, String bucket) {
    if (need == Need.Plain.OPEN) {
      return ALLOWED;
    }
    if (principal == null) {
      return UNAUTHENTICATED;
    }
    if (need == Need.Plain.ANY_TOKEN) {
      return ALLOWED;
    }
    if (need instanceof Need.OnBucket onBucket) {
      return bucket != null && principal.may(onBucket.role(), bucket) ? ALLOWED : FORBIDDEN;
    }
    Role role = ((Need.Everywhere) need).role();
    return principal.mayEverywhere(role) ? ALLOWED : FORBIDDEN;
  }
}
