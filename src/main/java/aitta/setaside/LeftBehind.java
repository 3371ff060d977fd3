package aitta.setaside;

import aitta.api.Json;
import aitta.model.Key;
import aitta.version.Siblings;
import aitta.version.Version;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Keys and values that nobody is offered, written for an operator to decide: a file for each
 * bucket, with lines as the verb {@code export} writes them and {@code import} takes them.
 */
final class LeftBehind {
  private static final int MOST_SAID = 5;

  private final Path folder;
  private final List<String> first = new ArrayList<>();
  private long count;

  private LeftBehind(Path folder) {
    this.folder = folder;
  }

  /** Forgets what a run that was interrupted has written. */
  static LeftBehind begin(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
    }
    Files.deleteIfExists(folder);
    return new LeftBehind(folder);
  }

  /**
   * They are on disk when this returns.
   *
   * @throws UncheckedIOException if the disk does not take them
   */
  void add(Map<Key, Siblings> sets) {
    try {
      write(sets);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    count += sets.size();
  }

  private void write(Map<Key, Siblings> sets) throws IOException {
    Map<String, ByteArrayOutputStream> lines = new TreeMap<>(); // by bucket
    for (Map.Entry<Key, Siblings> set : sets.entrySet()) {
      Key key = set.getKey();
      ByteArrayOutputStream out =
          lines.computeIfAbsent(key.bucket(), bucket -> new ByteArrayOutputStream());
      out.write(Json.bytes(line(key, set.getValue())));
      out.write('\n');
      if (first.size() < MOST_SAID) {
        first.add(key.bucket() + "/" + key.encodedName());
      }
    }
    for (Map.Entry<String, ByteArrayOutputStream> one : lines.entrySet()) {
      append(one.getKey(), one.getValue().toByteArray());
    }
  }

  private void append(String bucket, byte[] bytes) throws IOException {
    Files.createDirectories(folder);
    Path file = folder.resolve(bucket + ".ndjson");
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      for (ByteBuffer left = ByteBuffer.wrap(bytes); left.hasRemaining(); ) {
        channel.write(left);
      }
      channel.force(true);
    }
  }

  private static ObjectNode line(Key key, Siblings set) {
    ObjectNode line = Json.MAPPER.createObjectNode().put("key", key.encodedName());
    List<Version> values = set.versions().stream().filter(one -> !one.deleted()).toList();
    if (values.size() == 1) {
      put(line, values.get(0));
    } else {
      values.forEach(value -> put(line.withArray("siblings").addObject(), value));
    }
    return line;
  }

  private static void put(ObjectNode json, Version version) {
    json.put("contentType", version.contentType());
    if (!version.contentEncoding().isEmpty()) {
      json.put("contentEncoding", version.contentEncoding());
    }
    if (version.expiresAtMillis() > 0) {
      json.put("expires", Instant.ofEpochMilli(version.expiresAtMillis()).toString());
    }
    json.put("value", version.value());
  }

  long count() {
    return count;
  }

  /** Some of them, to be named in a line. */
  List<String> first() {
    return List.copyOf(first);
  }
}
