package aitta.http;

import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/**
 * Counts the bytes of large answers until their clients have taken them, so that clients which read
 * slowly, or not at all, can't fill the memory. Small answers cost more to count than to hold.
 */
final class LargeAnswers {
  /** What goes to the socket at a time; the next part follows once that one is written. */
  static final int PART = 128 * 1024;

  private final Load load;

  LargeAnswers(Load load) {
    this.load = load;
  }

  /**
   * The same answer, counted from the moment when it begins to be sent, or the refusal of a read
   * that there is no room for. What a write has done is always told.
   */
  HttpResponse counted(Call call, HttpResponse answer) {
    if (!(answer.entity() instanceof HttpEntity.Strict strict)
        || strict.getData().size() <= PART
        || call.method().equals("HEAD")) {
      return answer;
    }
    ByteString bytes = strict.getData();
    if (call.isRead() && !load.hasRoom(bytes.size())) {
      return Problems.answer(Load.noRoom());
    }
    Source<ByteString, NotUsed> parts =
        Source.from(parts(bytes))
            .watchTermination(
                (nothing, sent) -> {
                  load.hold(bytes.size());
                  sent.whenComplete((done, failure) -> load.release(bytes.size()));
                  return nothing;
                });
    return answer.withEntity(HttpEntities.create(strict.getContentType(), bytes.size(), parts));
  }

  private static List<ByteString> parts(ByteString bytes) {
    List<ByteString> parts = new ArrayList<>(bytes.size() / PART + 1);
    for (int at = 0; at < bytes.size(); at += PART) {
      parts.add(bytes.slice(at, Math.min(bytes.size(), at + PART)));
    }
    return parts;
  }
}
