package aitta.cli;

import aitta.cli.output.Console;
import aitta.security.Grant;
import aitta.security.Role;
import aitta.security.TokenText;
import aitta.security.TokensFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code aitta token}: a new token, and the line that lets it in. Asks no node. */
@Command(
    name = "token",
    description = {
      "Make a random token, and the line for the file that AITTA_TOKENS_FILE names on each node.",
      "Nodes take changes of the file in within two seconds. The token itself is kept nowhere."
    },
    mixinStandardHelpOptions = true,
    versionProvider = AittaCommand.Version.class,
    sortOptions = false)
final class TokenCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "ID",
      description = "What logs call it: 1 to 64 of A-Z a-z 0-9 _ -; unique in the file.")
  private String id;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "ROLE[:PREFIX]",
      converter = AsGrant.class,
      description = {
        "reader, writer or admin, on buckets whose names begin with PREFIX, or on all.",
        "reader: reads and lists. writer: also writes. admin: also changes buckets' properties;",
        "without PREFIX also steers the cluster."
      })
  private List<Grant> grants;

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description = "Append the line to FILE, and print the token alone.")
  private Path file;

  @Spec private CommandSpec spec;

  static final class AsGrant implements ITypeConverter<Grant> {
    @Override
    public Grant convert(String text) {
      int colon = text.indexOf(':');
      String word = colon < 0 ? text : text.substring(0, colon);
      try {
        Role role = Role.valueOf(word.toUpperCase(Locale.ROOT));
        return new Grant(role, colon < 0 ? "" : text.substring(colon + 1));
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException("'" + word + "' is not reader, writer or admin");
      }
    }
  }

  @Override
  public Integer call() throws IOException {
    if (!TokenText.isId(id)) {
      throw new ParameterException(
          spec.commandLine(), "id '" + id + "' must be 1 to 64 characters of A-Z a-z 0-9 _ -");
    }
    String token = TokenText.fresh(id, new SecureRandom());
    String line = TokensFile.line(id, TokenText.hash(token), grants);
    check(line);
    Console console = ((AittaCommand) spec.root().userObject()).console();
    if (file == null) {
      console.out().println("token (AITTA_TOKEN):  " + token);
      console.out().println("line (tokens file):   " + line);
    } else {
      append(line);
      console.out().println(token);
    }
    console.out().flush();
    return ExitCodes.OK;
  }

  private void check(String lines) {
    try {
      TokensFile.parse(lines);
    } catch (TokensFile.MalformedException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  /** Nothing is written that a node would not take. */
  private void append(String line) throws IOException {
    String before = Files.exists(file) ? Files.readString(file) : "";
    String whole = before + (before.isEmpty() || before.endsWith("\n") ? "" : "\n") + line + "\n";
    check(whole);
    if (before.isEmpty()) {
      Files.deleteIfExists(file);
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----")));
    }
    Files.write(
        file,
        whole.substring(before.length()).getBytes(StandardCharsets.UTF_8),
        StandardOpenOption.APPEND);
  }
}
