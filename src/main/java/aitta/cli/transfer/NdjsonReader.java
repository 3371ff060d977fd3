package aitta.cli.transfer;

import aitta.api.Json;
import aitta.api.KeyText;
import aitta.client.Value;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Reads what {@link NdjsonWriter} writes, and what else has a key and a value in each line. */
final class NdjsonReader implements ItemReader {
  /** 100 siblings of 16 MiB in all, in base64, and what is around them. */
  private static final int LONGEST_LINE = 32 * 1024 * 1024;

  private static final int BUFFER = 64 * 1024;

  private final InputStream in;
  private long number;

  NdjsonReader(InputStream in) {
    this.in = new BufferedInputStream(in, BUFFER);
  }

  @Override
  public Item read() throws IOException {
    byte[] line = line();
    if (line == null) {
      return null;
    }
    try {
      JsonNode json = Json.MAPPER.readTree(line);
      if (!json.path("key").isTextual()) {
        throw new IllegalArgumentException("it has no key");
      }
      byte[] key = KeyText.decode(json.path("key").asText());
      List<Item.Copy> copies = new ArrayList<>();
      if (json.has("siblings")) {
        for (JsonNode sibling : json.path("siblings")) {
          copies.add(copy(sibling));
        }
      } else {
        copies.add(copy(json));
      }
      return new Item(key, copies);
    } catch (IOException | IllegalArgumentException | DateTimeException e) {
      throw new IOException("line " + number + " can't be read: " + said(e), e);
    }
  }

  private static String said(Exception failure) {
    return failure instanceof JsonProcessingException json
        ? json.getOriginalMessage()
        : failure.getMessage();
  }

  private static Item.Copy copy(JsonNode json) throws IOException {
    if (!json.path("value").isTextual()) {
      throw new IllegalArgumentException("it has no value in base64");
    }
    Value value =
        new Value(
            json.path("value").binaryValue(),
            json.path("contentType").asText(Value.OCTET_STREAM),
            json.path("contentEncoding").asText(null));
    String expires = json.path("expires").asText(null);
    return new Item.Copy(value, expires == null ? null : Instant.parse(expires));
  }

  /** The next line that is not blank; null at the end. */
  private byte[] line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(1024);
    boolean blank = true;
    for (int b = in.read(); b >= 0; b = in.read()) {
      if (b == '\n') {
        number++;
        if (!blank) {
          return line.toByteArray();
        }
        line.reset();
        continue;
      }
      blank &= b == ' ' || b == '\r' || b == '\t';
      line.write(b);
      if (line.size() > LONGEST_LINE) {
        throw new IOException("line " + (number + 1) + " is longer than 32 MiB");
      }
    }
    number++;
    return blank ? null : line.toByteArray();
  }

  @Override
  public void skip(long items) throws IOException {
    for (long i = 0; i < items; i++) {
      if (line() == null) {
        throw new IOException("the source ends before the place to go on from; has it changed?");
      }
    }
  }
}
