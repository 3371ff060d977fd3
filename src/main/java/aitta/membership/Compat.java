package aitta.membership;

import aitta.codec.Input;
import aitta.codec.Output;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What all nodes of a cluster must agree on, or their quorums would not mean the same.
 *
 * @param hash how keys are placed on the ring
 * @param wire version of the messages between nodes
 */
public record Compat(String cluster, int ranges, int replicas, String hash, int wire) {
  /** How {@code aitta.model.Key} places a key. */
  public static final String HASH = "md5-128";

  /** Raised by one with each change that older nodes would not understand. */
  public static final int WIRE = 1;

  /** Where the values stand in the configuration that Pekko compares when a node joins. */
  public static final List<String> PATHS =
      List.of(
          "aitta-compat.cluster",
          "aitta-compat.ranges",
          "aitta-compat.replicas",
          "aitta-compat.hash",
          "aitta-compat.wire");

  public static Compat of(String cluster, int ranges, int replicas) {
    return new Compat(cluster, ranges, replicas, HASH, WIRE);
  }

  public Config toConfig() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put(PATHS.get(0), cluster);
    values.put(PATHS.get(1), ranges);
    values.put(PATHS.get(2), replicas);
    values.put(PATHS.get(3), hash);
    values.put(PATHS.get(4), wire);
    return ConfigFactory.parseMap(values, "what all nodes must agree on");
  }

  /**
   * @throws com.typesafe.config.ConfigException if a value is missing or of another type
   */
  public static Compat of(Config config) {
    return new Compat(
        config.getString(PATHS.get(0)),
        config.getInt(PATHS.get(1)),
        config.getInt(PATHS.get(2)),
        config.getString(PATHS.get(3)),
        config.getInt(PATHS.get(4)));
  }

  /**
   * In words, each way in which {@code joining} cannot be part of this cluster; empty if it can.
   */
  public List<String> refusals(Compat joining) {
    List<String> reasons = new ArrayList<>();
    refuse(reasons, "the cluster is named (AITTA_CLUSTER)", cluster, joining.cluster);
    refuse(reasons, "the number of ranges (AITTA_RANGES) is", ranges, joining.ranges);
    refuse(reasons, "the number of replicas (AITTA_REPLICAS) is", replicas, joining.replicas);
    refuse(reasons, "the hash of keys is", hash, joining.hash);
    refuse(reasons, "the version of messages is", wire, joining.wire);
    return reasons;
  }

  private static void refuse(List<String> reasons, String what, Object here, Object there) {
    if (!here.equals(there)) {
      reasons.add(what + " " + here + " in the cluster and " + there + " at the joining node");
    }
  }

  void writeTo(Output out) {
    out.putString(cluster).putVarint(ranges).putVarint(replicas).putString(hash).putVarint(wire);
  }

  static Compat read(Input in) {
    return new Compat(
        in.getString(),
        Math.toIntExact(in.getVarint()),
        Math.toIntExact(in.getVarint()),
        in.getString(),
        Math.toIntExact(in.getVarint()));
  }
}
