package aitta.config;

import com.typesafe.config.Config;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * All settings of a node, read once at the start. Each record checks itself; what concerns two of
 * them is checked here.
 *
 * @param sources where each value came from, and what was said beside the settings
 */
public record Settings(
    NodeSettings node,
    ClusterSettings cluster,
    RingSettings ring,
    HttpSettings http,
    LimitSettings limits,
    RequestSettings request,
    StorageSettings storage,
    JournalSettings journal,
    HintSettings hint,
    RepairSettings repair,
    HandoverSettings handover,
    TombstoneSettings tombstone,
    BackupSettings backup,
    ClockSettings clock,
    SecuritySettings security,
    LogSettings log,
    Sources sources) {

  public Settings {
    Check.that(
        http.port() != cluster.port(),
        "aitta.http.port",
        http.port(),
        "must differ from aitta.cluster.port, which peers use");
    Check.that(
        http.maxBytesInFlight() >= limits.maxValueBytes(),
        "aitta.http.max-bytes-in-flight",
        Sizes.format(http.maxBytesInFlight()),
        "must be at least aitta.limits.max-value-size = " + Sizes.format(limits.maxValueBytes()));
    Check.that(
        2L * journal.segmentBytes() >= 9L * limits.maxSiblingsBytes(),
        "aitta.journal.segment-size",
        Sizes.format(journal.segmentBytes()),
        "must be at least four and a half times aitta.limits.max-siblings-size = "
            + Sizes.format(limits.maxSiblingsBytes())
            + ", so that two full sets fit into an event, half a segment");
    Check.that(
        journal.queueBytes() >= limits.maxSiblingsBytes(),
        "aitta.journal.queue-bytes",
        Sizes.format(journal.queueBytes()),
        "must be at least aitta.limits.max-siblings-size = "
            + Sizes.format(limits.maxSiblingsBytes()));
  }

  /**
   * Reads the three layers: {@code environment} over {@code file} over the packed defaults.
   *
   * @param file HOCON, needs to name only what differs
   * @throws InvalidSettingException if a value cannot be right, a key is unknown, the file cannot
   *     be read, or the node would serve beyond loopback without credentials
   */
  public static Settings load(Optional<Path> file, Map<String, String> environment) {
    Config merged = Layers.merge(file, environment);
    SettingReader reader = new SettingReader(merged);
    try {
      Settings settings = read(reader, merged, environment);
      settings.refuseToServeOpenly();
      return settings;
    } catch (InvalidSettingException e) {
      throw e.from(reader.origin(e.setting()));
    }
  }

  private static Settings read(
      SettingReader reader, Config merged, Map<String, String> environment) {
    return new Settings(
        NodeSettings.read(reader),
        ClusterSettings.read(reader),
        RingSettings.read(reader),
        HttpSettings.read(reader),
        LimitSettings.read(reader),
        RequestSettings.read(reader),
        StorageSettings.read(reader),
        JournalSettings.read(reader),
        HintSettings.read(reader),
        RepairSettings.read(reader),
        HandoverSettings.read(reader),
        TombstoneSettings.read(reader),
        BackupSettings.read(reader),
        ClockSettings.read(reader),
        SecuritySettings.read(reader),
        LogSettings.read(reader),
        Sources.of(reader, merged, environment));
  }

  /** Where clients reach this node. */
  public HostPort httpAddress() {
    return new HostPort(cluster.host(), http.port());
  }

  /**
   * For the log at the start: a line for each group of settings, each value that is no default with
   * where it came from, and a line for each variable that has no effect.
   */
  public String describe() {
    return sources.describe();
  }

  /** Whether it is reached from beyond this machine, and what travels can be read on the way. */
  public boolean isReadableOnTheWay() {
    return security.tls().isEmpty() && !isLoopback(cluster.bind());
  }

  private void refuseToServeOpenly() {
    Check.that(
        security.insecure() || security.tokensFile().isPresent() || isLoopback(cluster.bind()),
        "aitta.cluster.bind",
        cluster.bind(),
        "is reached from beyond this machine, and the node has no credentials to ask for: name a"
            + " file of tokens in aitta.security.tokens-file (AITTA_TOKENS_FILE), bind to a"
            + " loopback address, or set aitta.security.insecure (AITTA_INSECURE) to true to let"
            + " everyone in who reaches the port");
  }

  /** Whether every address that {@code host} stands for is reached from this machine alone. */
  private static boolean isLoopback(String host) {
    if (HostPort.isWildcard(host)) {
      return false;
    }
    try {
      return Arrays.stream(InetAddress.getAllByName(host)).allMatch(InetAddress::isLoopbackAddress);
    } catch (UnknownHostException e) {
      throw new InvalidSettingException(
          "aitta.cluster.bind", host, "must be an address of this machine; the name is not known");
    }
  }
}
