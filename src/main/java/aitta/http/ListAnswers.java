package aitta.http;

import aitta.api.BucketPage;
import aitta.api.Json;
import aitta.api.KeyPage;
import aitta.api.Problem;
import aitta.api.SiblingList;
import aitta.model.Key;
import aitta.request.ListEntry;
import aitta.request.ListOutcome;
import aitta.request.ListRequest;
import aitta.version.Version;
import aitta.version.View;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.util.ByteString;
import org.apache.pekko.util.ByteStringBuilder;

/** Shapes the answers of listings. */
final class ListAnswers {
  private static final ByteString LINE_END = ByteString.fromString("\n");

  private ListAnswers() {}

  static HttpResponse buckets(ListOutcome outcome) {
    if (!(outcome instanceof ListOutcome.Page page)) {
      return Problems.answer(refusal(outcome));
    }
    List<String> names = page.entries().stream().map(ListEntry::name).toList();
    return Answers.json(200, Answers.headers(), new BucketPage(names, next(page)));
  }

  static HttpResponse keys(ListOutcome outcome, ListRequest.Show show, long nowMillis) {
    if (!(outcome instanceof ListOutcome.Page page)) {
      return Problems.answer(refusal(outcome));
    }
    List<?> keys =
        show == ListRequest.Show.KEYS
            ? page.entries().stream().map(entry -> keyOf(entry).encodedName()).toList()
            : page.entries().stream().map(entry -> entry(entry, show, nowMillis)).toList();
    return Answers.json(200, Answers.headers(), new KeyPage(keys, next(page)));
  }

  /** The entries of a page, a line each. */
  static ByteString lines(ListOutcome.Page page, ListRequest.Show show, long nowMillis) {
    ByteStringBuilder lines = new ByteStringBuilder();
    for (ListEntry entry : page.entries()) {
      KeyPage.Entry shown =
          show == ListRequest.Show.KEYS
              ? KeyPage.Entry.of(keyOf(entry).encodedName())
              : entry(entry, show, nowMillis);
      lines.append(ByteString.fromArrayUnsafe(Json.bytes(shown))).append(LINE_END);
    }
    return lines.result();
  }

  private static String next(ListOutcome.Page page) {
    return page.next() == null ? null : Cursor.encode(page.next());
  }

  private static Key keyOf(ListEntry entry) {
    int zero = entry.name().indexOf('\0');
    String name = entry.name().substring(zero + 1);
    return new Key(entry.name().substring(0, zero), name.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static KeyPage.Entry entry(ListEntry entry, ListRequest.Show show, long nowMillis) {
    String key = keyOf(entry).encodedName();
    boolean whole = show == ListRequest.Show.VALUES;
    long size = entry.sizes().stream().mapToLong(Long::longValue).sum();
    if (entry.versions().size() > 1) {
      View.Several several = new View.Several(entry.versions());
      List<SiblingList.Sibling> siblings = SiblingsJson.of(several, nowMillis).siblings();
      List<SiblingList.Sibling> shown =
          whole ? siblings : siblings.stream().map(ListAnswers::withoutValue).toList();
      return new KeyPage.Entry(key, several.etag(), null, null, null, size, null, null, shown);
    }
    Version version = entry.versions().get(0);
    long expires = version.expiresAtMillis();
    return new KeyPage.Entry(
        key,
        version.etag(),
        version.contentType(),
        version.contentEncoding().isEmpty() ? null : version.contentEncoding(),
        HttpDates.json(Math.min(version.lastModifiedMillis(), nowMillis)),
        size,
        expires == 0 ? null : HttpDates.json(expires),
        whole ? version.value() : null,
        null);
  }

  private static SiblingList.Sibling withoutValue(SiblingList.Sibling sibling) {
    return new SiblingList.Sibling(
        sibling.etag(),
        sibling.contentType(),
        sibling.contentEncoding(),
        sibling.lastModified(),
        sibling.expires(),
        sibling.deleted(),
        null);
  }

  static Refusal refusal(ListOutcome outcome) {
    if (outcome instanceof ListOutcome.Incomplete incomplete) {
      return new Refusal(
          Problem.quorumNotMet(
              1, 0, incomplete.detail() + "; a listing wants one owner of every range"));
    }
    if (outcome instanceof ListOutcome.Overloaded overloaded) {
      return Load.overloaded(overloaded.detail());
    }
    return Problems.notReady(((ListOutcome.NotReady) outcome).detail());
  }
}
