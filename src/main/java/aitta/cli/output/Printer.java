package aitta.cli.output;

import aitta.api.Json;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Prints reports and listings in the form that was chosen. */
public final class Printer {
  private static final ObjectWriter PRETTY = Json.MAPPER.writerWithDefaultPrettyPrinter();

  private final OutputFormat format;
  private final PrintStream out;
  private Table table;

  public Printer(OutputFormat format, PrintStream out) {
    this.format = format;
    this.out = out;
  }

  public OutputFormat format() {
    return format;
  }

  public void print(Report report) {
    if (format == OutputFormat.JSON) {
      out.println(pretty(report.document()));
      return;
    }
    begin(report.heading());
    report.rows().forEach(row -> entry(row, null));
    end();
  }

  /** Begins a listing whose entries come one by one. */
  public void begin(List<String> heading) {
    if (format == OutputFormat.TABLE) {
      table = new Table(out, heading);
    }
  }

  /**
   * @param document one line of JSON
   */
  public void entry(List<String> row, Object document) {
    switch (format) {
      case TABLE:
        table.add(row);
        break;
      case JSON:
        out.println(new String(Json.bytes(document), StandardCharsets.UTF_8));
        break;
      default:
        out.println(String.join("\t", row));
    }
  }

  public void end() {
    if (table != null) {
      table.end();
      table = null;
    }
  }

  private static String pretty(Object document) {
    try {
      return PRETTY.writeValueAsString(document);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(
          "a " + document.getClass().getSimpleName() + " can't be written", e);
    }
  }
}
