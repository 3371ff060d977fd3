package aitta.cli.transfer;

import aitta.api.Json;
import aitta.api.KeyText;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;

/** A line of JSON for each item, fields as in the API: any bytes survive it. */
final class NdjsonWriter implements ItemWriter {
  private final OutputStream out;

  NdjsonWriter(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(Item item) throws IOException {
    ObjectNode line = Json.MAPPER.createObjectNode().put("key", KeyText.encode(item.key()));
    if (item.copies().size() == 1) {
      add(line, item.copies().get(0));
    } else {
      item.copies().forEach(copy -> add(line.withArray("siblings").addObject(), copy));
    }
    out.write(Json.bytes(line));
    out.write('\n');
  }

  private static void add(ObjectNode json, Item.Copy copy) {
    json.put("contentType", copy.value().contentType());
    if (copy.value().contentEncoding() != null) {
      json.put("contentEncoding", copy.value().contentEncoding());
    }
    if (copy.expires() != null) {
      json.put("expires", copy.expires().toString());
    }
    json.put("value", copy.value().bytes());
  }

  @Override
  public void flush() throws IOException {
    out.flush();
  }

  @Override
  public void finish() throws IOException {
    flush();
  }
}
