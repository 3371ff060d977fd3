package aitta.cli;

import aitta.cli.output.Console;
import aitta.client.MemoryCluster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/** Verbs as a user calls them, in this process, with what they print kept. */
public final class CommandLineRun {
  private final List<String> url;
  private ByteArrayOutputStream out = new ByteArrayOutputStream();
  private ByteArrayOutputStream err = new ByteArrayOutputStream();
  private byte[] input = new byte[0];

  CommandLineRun(MemoryCluster cluster) {
    this(cluster.urls());
  }

  /**
   * @param urls none for verbs that ask no node
   */
  public CommandLineRun(String... urls) {
    this.url = urls.length == 0 ? List.of() : List.of("--url", String.join(",", urls));
  }

  public CommandLineRun input(String text) {
    return input(text.getBytes(StandardCharsets.UTF_8));
  }

  public CommandLineRun input(byte[] bytes) {
    input = bytes;
    return this;
  }

  /** Runs a line of words without spaces in them. */
  public int run(String line) {
    return run(line.split(" "));
  }

  public int run(String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(url);
    out = new ByteArrayOutputStream();
    err = new ByteArrayOutputStream();
    PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8);
    Console console =
        new Console(
            new ByteArrayInputStream(input),
            new PrintStream(out, false, StandardCharsets.UTF_8),
            errors,
            false);
    CommandLine command = AittaCommand.commandLine(console);
    command.setOut(new PrintWriter(out, true));
    command.setErr(new PrintWriter(errors, true));
    return command.execute(all.toArray(String[]::new));
  }

  public String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  public byte[] bytes() {
    return out.toByteArray();
  }

  public String err() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
