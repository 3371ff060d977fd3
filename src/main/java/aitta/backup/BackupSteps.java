package aitta.backup;

import aitta.api.BackupReport;
import aitta.api.Json;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What the node that leads a backup says to the others, and how they do it. */
public final class BackupSteps {
  /** Topics of those questions. */
  public static final String PREPARE = "backup-prepare";

  public static final String FIRST = "backup-first";
  public static final String SECOND = "backup-second";
  public static final String ABORT = "backup-abort";
  public static final String REPORT = "backup-report";
  public static final List<String> TOPICS = List.of(PREPARE, FIRST, SECOND, ABORT, REPORT);

  /**
   * @param members see {@link NodeBackup#second}, as is {@code missing}; null in other steps
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Step(String name, List<String> members, List<String> missing) {}

  /**
   * How it went; nothing in it where it went well.
   *
   * @param conflict another backup stands in the way
   * @param report null unless asked for, and where there is none
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Said(String conflict, String failure, BackupReport.Node report) {
    static final Said DONE = new Said(null, null, null);
  }

  private BackupSteps() {}

  /**
   * Does a step on this node. Blocks.
   *
   * @return the answer in JSON
   */
  public static String answer(NodeBackup backup, String topic, String document) {
    Said said;
    try {
      Step step = read(document, Step.class);
      said = BackupName.isLegal(step.name()) ? done(backup, topic, step) : failed("no such name");
    } catch (IOException e) {
      said = failed(e.getMessage());
    }
    return text(said);
  }

  private static Said done(NodeBackup backup, String topic, Step step) throws IOException {
    switch (topic) {
      case PREPARE:
        return new Said(backup.prepare(step.name()), null, null);
      case FIRST:
        backup.first(step.name());
        return Said.DONE;
      case SECOND:
        backup.second(step.name(), step.members(), step.missing());
        return Said.DONE;
      case ABORT:
        backup.abort(step.name(), "the node that led it has given it up");
        return Said.DONE;
      default:
        return new Said(null, null, backup.report(step.name()));
    }
  }

  static Said failed(String why) {
    return new Said(null, String.valueOf(why), null);
  }

  static String text(Object document) {
    return new String(Json.bytes(document), StandardCharsets.UTF_8);
  }

  static <T> T read(String document, Class<T> type) throws IOException {
    try {
      return Json.MAPPER.readValue(document, type);
    } catch (JsonProcessingException e) {
      throw new IOException("an answer that makes no sense: " + e.getMessage(), e);
    }
  }
}
