package aitta.http;

import aitta.api.Problem;
import aitta.api.ProblemType;
import aitta.security.Access;
import aitta.security.Audit;
import aitta.security.AuditEvent;
import aitta.security.Need;
import aitta.security.Principal;
import aitta.security.Role;
import aitta.security.TokenTable;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.apache.pekko.http.javadsl.model.AttributeKeys;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/**
 * Lets requests in or not, before anything of them is looked at or read; what it goes by is in
 * {@link aitta.security}. While access control is off everybody is {@link Principal#ANYONE}.
 */
final class Guard {
  private static final String SCHEME = "bearer ";
  private static final HttpHeader ASK =
      RawHeader.create("WWW-Authenticate", "Bearer realm=\"aitta\"");
  private static final HttpHeader ASK_AGAIN =
      RawHeader.create("WWW-Authenticate", "Bearer realm=\"aitta\", error=\"invalid_token\"");

  private final Supplier<TokenTable> tokens; // null while access control is off
  private final Audit audit;

  Guard(Protection protection) {
    this.tokens = protection.tokens();
    this.audit = protection.audit();
  }

  /** Lets in whoever has a token. */
  void admitAnybody(Call call) throws Refusal {
    admit(call, Need.Plain.ANY_TOKEN, null);
  }

  /**
   * Lets in whoever may do what the path and the method say.
   *
   * @param encodedBucket of the path; null where it names none
   */
  void admit(Call call, Need need, String encodedBucket) throws Refusal {
    call.isAdministration(need.isAdministration());
    if (tokens == null) {
      call.by(Principal.ANYONE);
      return;
    }
    if (need == Need.Plain.OPEN) {
      return;
    }
    Principal principal = principal(call);
    call.by(principal);
    if (principal == null) {
      throw unauthenticated(call);
    }
    // A name that can be no bucket's is told so, but only to those who have a token at all.
    String bucket = encodedBucket == null ? null : BucketRoutes.name(encodedBucket);
    if (Access.decide(principal, need, bucket) != Access.ALLOWED) {
      throw forbidden(principal, need, bucket);
    }
  }

  private Principal principal(Call call) {
    String sent = call.authorization();
    return sent != null && sent.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        ? tokens.get().authenticate(sent.substring(SCHEME.length()).strip())
        : null;
  }

  private static Refusal unauthenticated(Call call) {
    return call.authorization() == null
        ? new Refusal(
            Problem.of(
                ProblemType.UNAUTHENTICATED,
                "access control is on: send a token as Authorization: Bearer <token>; nothing was"
                    + " done"),
            ASK)
        : new Refusal(
            Problem.of(
                ProblemType.UNAUTHENTICATED,
                "the header Authorization holds no token that is valid here; nothing was done"),
            ASK_AGAIN);
  }

  private static Refusal forbidden(Principal principal, Need need, String bucket) {
    return need instanceof Need.OnBucket onBucket
        ? forbidden(principal, onBucket.role(), bucket)
        : new Refusal(
            Problem.of(
                ProblemType.FORBIDDEN,
                "token '"
                    + principal.id()
                    + "' is not an admin's of all buckets; nothing was done"));
  }

  private static Refusal forbidden(Principal principal, Role role, String bucket) {
    return new Refusal(
        Problem.of(
            ProblemType.FORBIDDEN,
            "token '"
                + principal.id()
                + "' lacks the role "
                + role.word()
                + " on bucket '"
                + bucket
                + "'; nothing was done"));
  }

  /**
   * Judges one operation of a batch, once its request was let in.
   *
   * @throws Refusal for this operation alone; the others go on
   */
  static void admitOperation(Call call, BatchOperation.Kind kind, String bucket) throws Refusal {
    Role role = kind == BatchOperation.Kind.GET ? Role.READER : Role.WRITER;
    if (!call.principal().may(role, bucket)) {
      call.refusedIn(bucket);
      throw forbidden(call.principal(), role, bucket);
    }
  }

  /** Keeps what is to be known later of a request that has its answer. */
  void answered(Call call, int status) {
    List<String> refused = call.refusedBuckets();
    boolean isRefused = status == 401 || status == 403 || !refused.isEmpty();
    if (!isRefused && !call.isAdministration()) {
      return;
    }
    audit.keep(
        new AuditEvent(
            Instant.now(),
            call.principal() == null ? null : call.principal().id(),
            remote(call),
            call.method(),
            call.target().path(),
            !isRefused && status < 400 ? call.target().query() : null,
            refused.isEmpty() ? status : 403,
            call.id().id(),
            refused));
  }

  private static String remote(Call call) {
    return call.request()
        .getAttribute(AttributeKeys.remoteAddress)
        .flatMap(
            remote -> remote.getAddress().map(at -> new InetSocketAddress(at, remote.getPort())))
        .map(at -> at.getAddress().getHostAddress() + ":" + at.getPort())
        .orElse("unknown");
  }
}
