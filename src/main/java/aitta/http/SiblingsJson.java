package aitta.http;

import aitta.api.SiblingList;
import aitta.version.Version;
import aitta.version.View;
import java.util.ArrayList;
import java.util.List;

/** Concurrent versions as JSON shows them, in a 300 and wherever else several are told of. */
final class SiblingsJson {
  private SiblingsJson() {}

  static SiblingList of(View.Several several, long nowMillis) {
    List<SiblingList.Sibling> siblings = new ArrayList<>(several.versions().size());
    for (Version version : several.versions()) {
      siblings.add(sibling(version, nowMillis));
    }
    return new SiblingList(siblings);
  }

  private static SiblingList.Sibling sibling(Version version, long nowMillis) {
    boolean live = version.isLive(nowMillis);
    long expires = version.expiresAtMillis();
    return new SiblingList.Sibling(
        version.etag(),
        version.contentType(),
        version.contentEncoding().isEmpty() ? null : version.contentEncoding(),
        HttpDates.json(Math.min(version.lastModifiedMillis(), nowMillis)),
        expires == 0 ? null : HttpDates.json(expires),
        live ? null : Boolean.TRUE,
        live ? version.value() : null);
  }
}
