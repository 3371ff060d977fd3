package aitta.client;

import aitta.api.DurationText;
import aitta.client.HttpCall.Repeat;
import aitta.model.Key;
import java.time.Duration;
import java.util.stream.Collectors;

/** What goes over the wire for calls about one key. */
final class Requests {
  private static final String CONTEXT = "Aitta-Context";

  private Requests() {}

  static HttpCall read(Key key, ReadOptions options) {
    return HttpCall.read(read(Target.key(key), options).toString())
        .on(key, false)
        .within(options.timeout());
  }

  static Target read(Target target, ReadOptions options) {
    return target
        .with("r", options.r())
        .with("strict", options.strict())
        .with("timeout", text(options.timeout()));
  }

  static HttpCall sibling(Key key, String etag, ReadOptions options) {
    return HttpCall.read(read(Target.key(key).with("sibling", etag), options).toString())
        .on(key, false)
        .within(options.timeout());
  }

  static HttpCall put(Key key, Value value, WriteOptions options, boolean returnsBody) {
    Target target =
        write(Target.key(key), options)
            .with("ttl", text(options.ttl()))
            .with("return", returnsBody ? "body" : null);
    HttpCall call = written("PUT", key, target, options).with("Content-Type", value.contentType());
    if (value.contentEncoding() != null) {
      call = call.with("Content-Encoding", value.contentEncoding());
    }
    return call.with(value.bytes());
  }

  static HttpCall delete(Key key, WriteOptions options) {
    return written("DELETE", key, write(Target.key(key), options), options);
  }

  /** A touch is a conditional write within the cluster, so the first owner does it at once. */
  static HttpCall touch(Key key, Duration ttl) {
    Target target = Target.key(key).then("/touch").with("ttl", text(ttl));
    return HttpCall.change("POST", target.toString(), Repeat.HARMLESS).on(key, true);
  }

  static HttpCall explain(Key key) {
    return HttpCall.read(Target.key(key).with("explain", true).toString()).on(key, false);
  }

  private static Target write(Target target, WriteOptions options) {
    return target
        .with("w", options.w())
        .with("strict", options.strict())
        .with("timeout", text(options.timeout()));
  }

  private static HttpCall written(String method, Key key, Target target, WriteOptions options) {
    Repeat repeat = options.isRepeatable() ? Repeat.HARMLESS : Repeat.HARMFUL;
    HttpCall call = HttpCall.change(method, target.toString(), repeat).within(options.timeout());
    WriteOptions.Basis basis = options.basis();
    if (basis instanceof WriteOptions.After after) {
      return call.on(key, false).with(CONTEXT, after.context());
    }
    if (basis == WriteOptions.Beside.INSTANCE) {
      return call.on(key, false).with(CONTEXT, "none");
    }
    if (basis == WriteOptions.IfAbsent.INSTANCE) {
      return call.on(key, true).with("If-None-Match", "*"); // the first owner decides: no detour
    }
    if (basis instanceof WriteOptions.IfMatch match) {
      return call.on(key, true).with("If-Match", tags(match));
    }
    return call.on(key, false);
  }

  static String tags(WriteOptions.IfMatch match) {
    return match.etags().isEmpty()
        ? "*"
        : match.etags().stream().map(tag -> '"' + tag + '"').collect(Collectors.joining(", "));
  }

  static String text(Duration duration) {
    return duration == null ? null : DurationText.format(duration);
  }
}
