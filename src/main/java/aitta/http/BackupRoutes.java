package aitta.http;

import aitta.api.BackupReport;
import aitta.api.Problem;
import aitta.api.ProblemType;
import aitta.backup.BackupLead;
import aitta.backup.BackupName;
import aitta.backup.RestoreBatch;
import aitta.backup.RestoreIntake;
import aitta.codec.MalformedException;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/**
 * {@code /v1/cluster/backup}, {@code /v1/cluster/backup/{name}}, and {@code /v1/cluster/restore},
 * which takes a backup in piece by piece.
 */
final class BackupRoutes {
  static final List<String> METHODS = List.of("GET", "HEAD");
  static final List<String> METHODS_OF_START = List.of("POST");
  private static final int MAX_BODY = 4 * 1024;
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private interface Parsed {
    CompletionStage<HttpResponse> answer(byte[] bytes) throws Refusal;
  }

  private final Backend backend;
  private final Bodies bodies;
  private final Work work;

  BackupRoutes(Backend backend, Bodies bodies, Work work) {
    this.backend = backend;
    this.bodies = bodies;
    this.work = work;
  }

  CompletionStage<HttpResponse> start(Call call) throws Refusal {
    call.query(List.of());
    JsonBodies.checkType(call);
    return bodies.with(
        call,
        MAX_BODY,
        refusing(
            bytes -> {
              String name = nameIn(JsonBodies.object(bytes));
              return work.run(
                  TIMEOUT,
                  () -> backend.administration().startBackup(name),
                  begun -> started(name, begun));
            }));
  }

  private static Function<byte[], CompletionStage<HttpResponse>> refusing(Parsed parsed) {
    return bytes -> {
      try {
        return parsed.answer(bytes);
      } catch (Refusal refusal) {
        return CompletableFuture.failedStage(refusal);
      }
    };
  }

  private static String nameIn(JsonNode body) throws Refusal {
    for (var field : body.properties()) {
      if (!field.getKey().equals("name")) {
        throw Refusal.invalid("field '" + field.getKey() + "' is unknown; known is name");
      }
    }
    JsonNode name = body.get("name");
    if (name == null || !name.isTextual() || !BackupName.isLegal(name.textValue())) {
      throw Refusal.invalid("field 'name' must be there, and " + BackupName.RULE);
    }
    return name.textValue();
  }

  private static HttpResponse started(String name, BackupLead.Begun begun) {
    if (begun.conflict() != null) {
      return Problems.answer(
          new Refusal(Problem.of(ProblemType.BACKUP_CONFLICT, begun.conflict())));
    }
    List<HttpHeader> headers = Answers.headers();
    headers.add(RawHeader.create("Location", "/v1/cluster/backup/" + name));
    return Answers.json(202, headers, begun.report());
  }

  /**
   * @param encoded the backup's name, still percent-encoded
   */
  CompletionStage<HttpResponse> report(Call call, String encoded) throws Refusal {
    call.query(List.of());
    String name = new String(PercentText.decodePath(encoded), StandardCharsets.ISO_8859_1);
    if (!BackupName.isLegal(name)) {
      throw Refusal.invalid("the name of a backup must be " + BackupName.RULE);
    }
    return work.run(
        TIMEOUT, () -> backend.administration().backup(name), report -> shown(name, report));
  }

  private static HttpResponse shown(String name, BackupReport report) {
    return report == null
        ? Problems.answer(
            Problems.notFound("no node that can be reached knows of a backup '" + name + "'"))
        : Answers.json(200, Answers.headers(), report);
  }

  CompletionStage<HttpResponse> restore(Call call) throws Refusal {
    call.query(List.of());
    return bodies.with(
        call,
        RestoreBatch.MAX_BYTES,
        refusing(
            bytes -> {
              RestoreBatch batch = batchIn(bytes);
              return work.run(
                  TIMEOUT, () -> backend.administration().restore(batch), BackupRoutes::restored);
            }));
  }

  private static RestoreBatch batchIn(byte[] bytes) throws Refusal {
    try {
      return RestoreBatch.decode(bytes);
    } catch (MalformedException e) {
      throw Refusal.invalid("the body is not what 'aitta restore' sends: " + e.getMessage());
    }
  }

  private static HttpResponse restored(RestoreIntake.Outcome outcome) {
    if (outcome.problem() == null) {
      return Answers.empty(204, Answers.headers());
    }
    return Problems.answer(
        outcome.required() == 0
            ? Problems.notReady(outcome.problem())
            : new Refusal(
                Problem.quorumNotMet(
                    outcome.required(),
                    outcome.received(),
                    outcome.problem() + "; send it again")));
  }
}
