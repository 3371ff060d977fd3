package aitta.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import aitta.api.Json;
import aitta.api.ProblemType;
import aitta.cli.AittaCommand;
import aitta.client.AittaClient;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Whatever programs and people can call is called by a test against real nodes: looked for, by its
 * name, in the statements of those tests. This says that nothing was forgotten, not that it is
 * right.
 */
class EverythingIsUsedTest {
  /** Which paths stand in the tests under another name. */
  private static final Map<String, String> SPELT =
      Map.of(
          "/v1/buckets/{bucket}/keys/{key}", "Paths\\.key\\(|/keys/|key\\(|path",
          "/v1/buckets/{bucket}/keys", "/keys[\"?]|keys",
          "/v1/buckets/{bucket}", "Paths\\.bucket\\(|bucket",
          "/v1/buckets/{bucket}/deletions/{id}", "place",
          "/v1/buckets", "/v1/buckets[\"?]|mine",
          "/v1/cluster", "/v1/cluster[\"?]",
          "/", "\"/\"");

  /** No test can ask a node for these: what is said of them is held by tests of its parts. */
  private static final Set<ProblemType> NOT_TO_BE_ASKED_FOR =
      Set.of(
          ProblemType.INTERNAL_ERROR, // a defect: OutcomesTest
          ProblemType.OVERLOADED); // takes more load than a test's machine has: OverloadTest

  /** Tests that put a verb's words together piece by piece. */
  private static final Map<String, String> PIECEWISE =
      Map.of(
          "token", "SecureClusterIT",
          "load", "LoadIT",
          "node", "TestCluster",
          "export", "ListVerbsIT",
          "import", "ListVerbsIT");

  /** Of every verb: looked for once. {@code --die-with-parent} is between a node and its parent. */
  private static final Set<String> COMMON =
      Set.of("--url", "--token", "--ca", "--deadline", "--output", "--die-with-parent");

  /**
   * Read by the client itself, or of records that tests compare as a whole; what {@code restore}
   * sends, only the verb of that name can make.
   */
  private static final Set<String> INNER =
      Set.of("basis", "etags", "restore", "toString", "hashCode", "equals", "values", "valueOf");

  private static final List<Path> SOURCES = new ArrayList<>();
  private static final List<String> STATEMENTS = new ArrayList<>();

  @BeforeAll
  static void read() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/test/java/aitta/cluster"))) {
      files.filter(file -> !file.endsWith("EverythingIsUsedTest.java")).forEach(SOURCES::add);
    }
    SOURCES.add(Path.of("src/test/java/aitta/cli/CommandLineIT.java"));
    SOURCES.add(Path.of("src/test/java/aitta/client/Examples.java"));
    for (Path source : SOURCES) {
      STATEMENTS.addAll(List.of(Files.readString(source).split(";\\s*\n")));
    }
  }

  private static List<String> statements(String regex) {
    Pattern pattern = Pattern.compile(regex);
    return STATEMENTS.stream().filter(one -> pattern.matcher(one).find()).toList();
  }

  private static boolean any(Collection<String> statements, String regex) {
    Pattern pattern = Pattern.compile(regex);
    return statements.stream().anyMatch(one -> pattern.matcher(one).find());
  }

  @Test
  void everyEndpointAndItsParametersAndHeaders() throws IOException {
    TreeSet<String> unused = new TreeSet<>();
    JsonNode document;
    try (InputStream in = AittaClient.class.getResourceAsStream("/aitta/http/openapi.json")) {
      document = Json.MAPPER.readTree(in);
    }
    for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
      List<String> about = statements(SPELT.getOrDefault(path.getKey(), tail(path.getKey())));
      for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
        String method = operation.getKey();
        if (method.equals("head")) {
          continue; // a GET without its body, everywhere by the same few lines
        }
        String call = "\\." + method + "(Json)?\\(|\"" + method.toUpperCase(Locale.ROOT) + "[ \"]";
        if (!any(about, call)) {
          unused.add(method + " " + path.getKey());
        }
        for (JsonNode given : operation.getValue().path("parameters")) {
          JsonNode parameter = resolved(document, given);
          String name = parameter.path("name").asText();
          if (!isUsed(parameter.path("in").asText(), name, about)) {
            unused.add(method + " " + path.getKey() + " " + name);
          }
        }
      }
    }
    document
        .findValues("headers")
        .forEach(
            headers ->
                headers
                    .fieldNames()
                    .forEachRemaining(
                        name -> {
                          if (!any(STATEMENTS, "(?i)" + name)) {
                            unused.add(name);
                          }
                        }));
    assertThat(unused).isEmpty();
  }

  private static boolean isUsed(String in, String name, List<String> about) {
    if (in.equals("query")) {
      return any(about, "[?&\"]" + name + "=");
    }
    return !in.equals("header") || any(STATEMENTS, "(?i)" + name);
  }

  private static String tail(String path) {
    int last = path.lastIndexOf('}');
    boolean ends = last == path.length() - 1;
    String literal = ends ? path.substring(0, path.indexOf('{')) : path.substring(last + 1);
    return Pattern.quote(literal);
  }

  private static JsonNode resolved(JsonNode document, JsonNode node) {
    return node.has("$ref") ? document.at(node.path("$ref").asText().substring(1)) : node;
  }

  @Test
  void everyProblem() {
    List<ProblemType> unused = new ArrayList<>();
    for (ProblemType type : ProblemType.values()) {
      String name = type.uri().substring("/problems/".length());
      if (!NOT_TO_BE_ASKED_FOR.contains(type) && !any(STATEMENTS, "[\"/]" + name + "\"")) {
        unused.add(type);
      }
    }
    assertThat(unused).isEmpty();
  }

  @Test
  void everyVerbAndItsFlags() throws IOException {
    TreeSet<String> unused = new TreeSet<>();
    verbs(AittaCommand.commandLine(), "", unused);
    for (String flag : COMMON) {
      if (!flag.equals("--die-with-parent") && !any(STATEMENTS, flag + "\\b|-o json")) {
        unused.add(flag);
      }
    }
    assertThat(unused).isEmpty();
  }

  private static void verbs(CommandLine parent, String words, Set<String> unused)
      throws IOException {
    for (CommandLine verb : parent.getSubcommands().values()) {
      String name = (words + " " + verb.getCommandName()).strip();
      List<String> about =
          PIECEWISE.containsKey(name)
              ? List.of(source(PIECEWISE.get(name)))
              : statements("\"" + name + "[ \"]");
      if (about.isEmpty()) {
        unused.add(name);
      }
      for (OptionSpec option : verb.getCommandSpec().options()) {
        boolean used =
            option.usageHelp()
                || option.versionHelp()
                || Arrays.stream(option.names()).anyMatch(COMMON::contains)
                || Arrays.stream(option.names()).anyMatch(one -> any(about, "[ \"]" + one + "\\b"));
        if (!used) {
          unused.add(name + " " + option.longestName());
        }
      }
      verbs(verb, name, unused);
    }
  }

  private static String source(String name) throws IOException {
    return Files.readString(Path.of("src/test/java/aitta/cluster", name + ".java"));
  }

  @Test
  void everyMethodOfTheClient() throws Exception {
    TreeSet<String> unused = new TreeSet<>();
    for (Class<?> type : clientTypes()) {
      for (Method method : type.getDeclaredMethods()) {
        boolean isCalled =
            !Modifier.isPublic(method.getModifiers())
                || method.isSynthetic()
                || INNER.contains(method.getName())
                || any(STATEMENTS, "[.:]" + method.getName() + "\\b");
        if (!isCalled) {
          unused.add(type.getSimpleName() + "." + method.getName());
        }
      }
    }
    assertThat(unused).isEmpty();
  }

  private static List<Class<?>> clientTypes()
      throws IOException, URISyntaxException, ClassNotFoundException {
    Path classes =
        Path.of(AittaClient.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    List<Class<?>> types = new ArrayList<>();
    try (Stream<Path> files = Files.list(classes.resolve("aitta/client"))) {
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString();
        if (name.matches("[A-Za-z$]+\\.class")) {
          Class<?> type = Class.forName("aitta.client." + name.substring(0, name.length() - 6));
          if (Modifier.isPublic(type.getModifiers())) {
            types.add(type);
          }
        }
      }
    }
    assertThat(types).contains(AittaClient.class).hasSizeGreaterThan(20);
    return types;
  }
}
