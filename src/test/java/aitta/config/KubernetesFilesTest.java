package aitta.config;

import static org.assertj.core.api.Assertions.assertThat;

import aitta.api.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** The manifests of docker/kubernetes, as far as they can be judged without a cluster. */
class KubernetesFilesTest {
  private static final Path FOLDER = Path.of("docker", "kubernetes");

  private final List<JsonNode> objects = new ArrayList<>();
  private final JsonNode set;
  private final JsonNode pod;
  private final JsonNode container;

  KubernetesFilesTest() throws IOException {
    for (JsonNode file : documents("kustomization.yaml").get(0).path("resources")) {
      objects.addAll(documents(file.asText()));
    }
    set = only("StatefulSet", "aitta");
    pod = set.at("/spec/template/spec");
    container = pod.at("/containers/0");
  }

  private static List<JsonNode> documents(String file) {
    List<JsonNode> found = new ArrayList<>();
    try {
      for (Object document : new Yaml().loadAll(Files.readString(FOLDER.resolve(file)))) {
        found.add(Json.MAPPER.valueToTree(document));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  private JsonNode only(String kind, String name) {
    List<JsonNode> found =
        objects.stream()
            .filter(object -> object.path("kind").asText().equals(kind))
            .filter(object -> object.at("/metadata/name").asText().equals(name))
            .toList();
    assertThat(found).as(kind + " " + name).hasSize(1);
    return found.get(0);
  }

  /** What the node of a pod finds in its environment; labels that there are not are empty. */
  private Map<String, String> environment(String name) {
    Map<String, String> found = new HashMap<>();
    for (JsonNode variable : container.path("env")) {
      String field = variable.at("/valueFrom/fieldRef/fieldPath").asText();
      String value =
          switch (field) {
            case "" -> variable.path("value").asText();
            case "metadata.name" -> name;
            case "metadata.namespace" -> "farm";
            default -> "";
          };
      // A reference is to what stands before it; others stay as they are.
      for (Map.Entry<String, String> known : found.entrySet()) {
        value = value.replace("$(" + known.getKey() + ")", known.getValue());
      }
      assertThat(value).as(variable.path("name").asText()).doesNotContain("$");
      found.put(variable.path("name").asText(), value);
    }
    return found;
  }

  @Test
  void everyFileIsListedAndEveryObjectHasItsNameAndLabels() throws IOException {
    try (var files = Files.list(FOLDER)) {
      assertThat(files.map(file -> file.getFileName().toString()).toList())
          .hasSize(1 + documents("kustomization.yaml").get(0).path("resources").size());
    }
    for (JsonNode object : objects) {
      assertThat(object.path("apiVersion").asText()).isNotEmpty();
      assertThat(object.at("/metadata/labels")).isEqualTo(set.at("/metadata/labels"));
    }
  }

  @Test
  void everySelectorFindsThePods() {
    JsonNode labels = set.at("/spec/template/metadata/labels");
    assertThat(labels.size()).isEqualTo(1);
    assertThat(set.at("/spec/selector/matchLabels")).isEqualTo(labels);
    assertThat(only("Service", "aitta").at("/spec/selector")).isEqualTo(labels);
    assertThat(only("Service", "aitta-peers").at("/spec/selector")).isEqualTo(labels);
    assertThat(only("PodDisruptionBudget", "aitta").at("/spec/selector/matchLabels"))
        .isEqualTo(labels);
    JsonNode network = only("NetworkPolicy", "aitta");
    assertThat(network.at("/spec/podSelector/matchLabels")).isEqualTo(labels);
    assertThat(network.at("/spec/ingress/1/from/0/podSelector/matchLabels")).isEqualTo(labels);
    for (JsonNode spread : pod.path("topologySpreadConstraints")) {
      assertThat(spread.at("/labelSelector/matchLabels")).isEqualTo(labels);
    }
  }

  @Test
  void theNodesTakeTheirEnvironment() {
    int replicas = set.at("/spec/replicas").asInt();
    List<String> addresses = new ArrayList<>();
    Settings settings = null;
    for (int i = 0; i < replicas; i++) {
      Map<String, String> environment = environment("aitta-" + i);
      settings = Settings.load(Optional.empty(), environment);
      assertThat(settings.sources().warnings()).isEmpty();
      assertThat(settings.node().id()).hasToString("aitta-" + i);
      assertThat(settings.node().zone()).isEqualTo("default");
      assertThat(settings.cluster().host())
          .isEqualTo(
              "aitta-"
                  + i
                  + "."
                  + set.at("/spec/serviceName").asText()
                  + ".farm.svc.cluster.local");
      addresses.add(settings.cluster().address().toString());
    }
    assertThat(settings.cluster().seeds()).map(HostPort::toString).isEqualTo(addresses);
    assertThat(settings.cluster().initialNodes()).isEqualTo(replicas);
    assertThat(settings.security().insecure()).isFalse();
    assertThat(settings.security().tls()).isPresent();
    assertThat(settings.security().tokensFile()).isPresent();
  }

  @Test
  void portsAreThoseOfTheSettings() {
    Settings settings = Settings.load(Optional.empty(), environment("aitta-0"));
    Map<String, Integer> ports = new HashMap<>();
    container
        .path("ports")
        .forEach(port -> ports.put(port.path("name").asText(), port.path("containerPort").asInt()));
    assertThat(ports)
        .isEqualTo(Map.of("peers", settings.cluster().port(), "https", settings.http().port()));
    for (String service : List.of("aitta", "aitta-peers")) {
      for (JsonNode port : only("Service", service).at("/spec/ports")) {
        assertThat(ports.get(port.path("targetPort").asText()))
            .isEqualTo(port.path("port").asInt());
      }
    }
    JsonNode ingress = only("NetworkPolicy", "aitta").at("/spec/ingress");
    assertThat(ingress.at("/0/ports/0/port").asInt()).isEqualTo(settings.http().port());
    assertThat(ingress.at("/1/ports/0/port").asInt()).isEqualTo(settings.cluster().port());
    PortRange fallback = settings.cluster().fallbackPorts().orElseThrow();
    assertThat(ingress.at("/1/ports/1/port").asInt()).isEqualTo(fallback.from());
    assertThat(ingress.at("/1/ports/1/endPort").asInt()).isEqualTo(fallback.to());
  }

  @Test
  void probesAskForWhatThereIs() throws IOException {
    JsonNode routes =
        Json.MAPPER
            .readTree(getClass().getResourceAsStream("/aitta/http/openapi.json"))
            .path("paths");
    for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
      JsonNode get = container.at("/" + probe + "/httpGet");
      assertThat(routes.has(get.path("path").asText())).as(probe).isTrue();
      assertThat(get.path("port").asText()).isEqualTo("https");
      assertThat(get.path("scheme").asText()).isEqualTo("HTTPS"); // as TLS is on
    }
    assertThat(container.at("/readinessProbe/httpGet/path").asText()).isEqualTo("/health/ready");
  }

  @Test
  void nodesFindEachOtherBeforeTheyAreReadyAndStopInOrder() {
    JsonNode peers = only("Service", set.at("/spec/serviceName").asText());
    assertThat(peers.at("/spec/clusterIP").asText()).isEqualTo("None");
    assertThat(peers.at("/spec/publishNotReadyAddresses").asBoolean()).isTrue();
    assertThat(set.at("/spec/podManagementPolicy").asText()).isEqualTo("Parallel");
    int sleeps = container.at("/lifecycle/preStop/exec/command/1").asInt();
    assertThat(pod.path("terminationGracePeriodSeconds").asInt()).isGreaterThan(sleeps + 10);
    assertThat(only("PodDisruptionBudget", "aitta").at("/spec/maxUnavailable").asInt()).isOne();
  }

  @Test
  void whatIsWrittenLiesOnVolumesAndTheRestCannotBeWritten() throws IOException {
    Map<String, String> mounts = new HashMap<>();
    container
        .path("volumeMounts")
        .forEach(
            mount -> mounts.put(mount.path("name").asText(), mount.path("mountPath").asText()));
    List<String> volumes = new ArrayList<>();
    pod.path("volumes").forEach(volume -> volumes.add(volume.path("name").asText()));
    set.at("/spec/volumeClaimTemplates")
        .forEach(claim -> volumes.add(claim.at("/metadata/name").asText()));
    assertThat(volumes).containsExactlyInAnyOrderElementsOf(mounts.keySet());
    Settings settings = Settings.load(Optional.empty(), environment("aitta-0"));
    assertThat(settings.node().dataDir()).startsWithRaw(Path.of(mounts.get("data")));
    assertThat(settings.security().tokensFile().get().getParent())
        .isEqualTo(Path.of(mounts.get("tokens")));
    SecuritySettings.Tls tls = settings.security().tls().get();
    for (Path file : List.of(tls.certificate(), tls.key(), tls.authorities())) {
      assertThat(file.getParent()).isEqualTo(Path.of(mounts.get("tls")));
      assertThat(Files.readString(FOLDER.resolve("kustomization.yaml")))
          .contains("--from-file=" + file.getFileName());
    }
    assertThat(container.at("/securityContext/readOnlyRootFilesystem").asBoolean()).isTrue();
    assertThat(container.at("/securityContext/allowPrivilegeEscalation").asBoolean(true)).isFalse();
    assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
    String user = "--uid " + pod.at("/securityContext/runAsUser").asText() + " ";
    assertThat(Files.readString(Path.of("docker", "Dockerfile"))).contains(user);
  }
}
