package aitta.http;

import org.apache.pekko.http.scaladsl.model.headers.CustomHeader;

/**
 * The Content-Type of a value, letter by letter as it was stored. Pekko renders this header from
 * its own model of types alone, and lets only headers of an application's own class pass.
 */
final class StoredType extends CustomHeader {
  private final String type;

  StoredType(String type) {
    this.type = type;
  }

  @Override
  public String name() {
    return "Content-Type";
  }

  @Override
  public String value() {
    return type;
  }

  @Override
  public boolean renderInRequests() {
    return false;
  }

  @Override
  public boolean renderInResponses() {
    return true;
  }
}
