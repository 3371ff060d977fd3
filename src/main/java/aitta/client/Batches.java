package aitta.client;

import aitta.api.BatchAnswer;
import aitta.api.BatchRequest;
import aitta.api.Json;
import aitta.api.Problem;
import aitta.api.ProblemType;
import aitta.api.SiblingList;
import aitta.client.HttpCall.Repeat;
import aitta.model.Key;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Batches as they go over the wire, and what comes back. */
final class Batches {
  static final int MOST_OPERATIONS = 1000;

  private Batches() {}

  static HttpCall call(List<BatchOperation> operations, BatchOptions options) {
    if (operations.size() > MOST_OPERATIONS) {
      throw new IllegalArgumentException(
          "a batch has at most 1000 operations, not " + operations.size());
    }
    Target target =
        Target.at("/v1/batch")
            .with("r", options.r())
            .with("w", options.w())
            .with("strict", options.strict())
            .with("timeout", Requests.text(options.timeout()));
    BatchRequest request = new BatchRequest(operations.stream().map(Batches::operation).toList());
    return HttpCall.change("POST", target.toString(), repeat(operations))
        .within(options.timeout())
        .with("Content-Type", "application/json")
        .with(Json.bytes(request));
  }

  /** As much as its most delicate operation allows. */
  private static Repeat repeat(List<BatchOperation> operations) {
    Repeat repeat = Repeat.READ;
    for (BatchOperation operation : operations) {
      if (!isRepeatable(operation)) {
        return Repeat.HARMFUL;
      }
      if (!(operation instanceof BatchOperation.Get)) {
        repeat = Repeat.HARMLESS;
      }
    }
    return repeat;
  }

  static boolean isRepeatable(BatchOperation operation) {
    if (operation instanceof BatchOperation.Put put) {
      return put.options().isRepeatable();
    }
    return !(operation instanceof BatchOperation.Delete delete) || delete.options().isRepeatable();
  }

  private static BatchRequest.Operation operation(BatchOperation operation) {
    Key key = operation.key();
    if (operation instanceof BatchOperation.Put put) {
      Value value = put.value();
      return operation("put", key, value, put.options(), Requests.text(put.options().ttl()));
    }
    if (operation instanceof BatchOperation.Delete delete) {
      return operation("delete", key, null, delete.options(), null);
    }
    return operation("get", key, null, WriteOptions.DEFAULT, null);
  }

  private static BatchRequest.Operation operation(
      String op, Key key, Value value, WriteOptions options, String ttl) {
    WriteOptions.Basis basis = options.basis();
    String context = null;
    if (basis instanceof WriteOptions.After after) {
      context = after.context();
    } else if (basis == WriteOptions.Beside.INSTANCE) {
      context = "none";
    }
    return new BatchRequest.Operation(
        op,
        key.bucket(),
        key.encodedName(),
        value == null ? null : value.bytes(),
        value == null ? null : value.contentType(),
        value == null ? null : value.contentEncoding(),
        context,
        ttl,
        basis instanceof WriteOptions.IfMatch match ? Requests.tags(match) : null,
        basis == WriteOptions.IfAbsent.INSTANCE ? "*" : null);
  }

  static List<BatchResult> results(
      HttpCall call, HttpReply reply, List<BatchOperation> operations) {
    List<BatchAnswer.Result> results = Answers.json(call, reply, BatchAnswer.class).results();
    if (results.size() != operations.size()) {
      throw Answers.bad(call, reply, "has results for " + results.size() + " operations", null);
    }
    try {
      List<BatchResult> read = new ArrayList<>(results.size());
      for (int i = 0; i < results.size(); i++) {
        read.add(result(call, operations.get(i), results.get(i)));
      }
      return read;
    } catch (DateTimeException e) {
      throw Answers.bad(call, reply, "has a time that is none", e);
    }
  }

  private static BatchResult result(
      HttpCall call, BatchOperation operation, BatchAnswer.Result result) {
    String context = result.context();
    switch (result.status()) {
      case 200:
        return new BatchResult.Read(new ReadResult.Found(version(call, result), context));
      case 204:
        return new BatchResult.Done(new Written(result.etag(), context));
      case 300:
        List<SiblingList.Sibling> found = result.siblings() == null ? List.of() : result.siblings();
        List<Version> versions =
            found.stream()
                .map(sibling -> Answers.version(call, sibling))
                .collect(Collectors.toList());
        return new BatchResult.Read(new ReadResult.Siblings(versions, result.etag(), context));
      default:
        return operation instanceof BatchOperation.Get && result.status() == 404
            ? new BatchResult.Read(new ReadResult.Missing(context))
            : failed(operation, result);
    }
  }

  private static Version version(HttpCall call, BatchAnswer.Result result) {
    return Answers.version(
        call,
        new SiblingList.Sibling(
            result.etag(),
            result.contentType(),
            result.contentEncoding(),
            result.lastModified(),
            result.expires(),
            null,
            result.value()));
  }

  private static BatchResult failed(BatchOperation operation, BatchAnswer.Result result) {
    Problem problem =
        result.problem() != null
            ? result.problem()
            : new Problem(null, null, result.status(), null, null, null, null, null);
    boolean unsure =
        !(operation instanceof BatchOperation.Get)
            && isOpen(ProblemType.of(problem.type()).orElse(null));
    return new BatchResult.Failed(
        problem.status() == 412
            ? new PreconditionFailedException(problem, result.etag(), result.context())
            : new RefusedException(problem, unsure));
  }

  /** Whether a problem leaves it open whether the operation was done. */
  private static boolean isOpen(ProblemType type) {
    return type == null || type == ProblemType.QUORUM_NOT_MET || type == ProblemType.INTERNAL_ERROR;
  }
}
