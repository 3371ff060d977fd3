package aitta.http;

import aitta.security.Audit;
import aitta.security.TokenTable;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;

/**
 * What stands between the edge and those who reach its port.
 *
 * @param tokens asked with every request; null where access control is off
 * @param tls asked with every connection; null for plain HTTP
 * @param audit told of admins' actions and of refused attempts
 */
public record Protection(Supplier<TokenTable> tokens, Supplier<SSLEngine> tls, Audit audit) {
  /** Everybody may do everything. */
  public static final Protection NONE = new Protection(null, null, Audit.NONE);
}
