package aitta.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A socket that speaks HTTP byte by byte, so that tests see what is really on the wire. */
final class RawConnection implements AutoCloseable {
  /** An answer as it came. Names of headers are lower-case. */
  record Answer(int status, List<Map.Entry<String, String>> headers, byte[] body) {
    /** The one header of that name; null where there is none. */
    String header(String name) {
      List<String> values = all(name);
      if (values.size() > 1) {
        throw new AssertionError(name + " came " + values.size() + " times: " + values);
      }
      return values.isEmpty() ? null : values.get(0);
    }

    List<String> all(String name) {
      return headers.stream()
          .filter(h -> h.getKey().equals(name))
          .map(Map.Entry::getValue)
          .toList();
    }

    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
      return status + " " + headers + " " + text();
    }
  }

  private final Socket socket;
  private final InputStream in;

  RawConnection(InetSocketAddress address) throws IOException {
    socket = new Socket();
    socket.connect(address, 5_000);
    socket.setSoTimeout(10_000);
    in = new BufferedInputStream(socket.getInputStream());
  }

  RawConnection send(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  RawConnection send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
    return this;
  }

  /** Reads the answer to a request that was not HEAD. */
  Answer read() throws IOException {
    return read(true);
  }

  /** Reads the answer to a HEAD request. */
  Answer readHead() throws IOException {
    return read(false);
  }

  private Answer read(boolean mayHaveBody) throws IOException {
    String statusLine = line();
    if (statusLine == null) {
      throw new IOException("the connection ended before an answer");
    }
    int status = Integer.parseInt(statusLine.substring(9, 12));
    List<Map.Entry<String, String>> headers = new ArrayList<>();
    int length = 0;
    for (String line = line(); line != null && !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      String name = line.substring(0, colon).toLowerCase(java.util.Locale.ROOT);
      String value = line.substring(colon + 1).trim();
      headers.add(Map.entry(name, value));
      if (name.equals("content-length")) {
        length = Integer.parseInt(value);
      }
    }
    byte[] body = mayHaveBody ? in.readNBytes(length) : new byte[0];
    return new Answer(status, headers, body);
  }

  /** All that comes until the connection ends or is reset. */
  String readToEnd() {
    StringBuilder text = new StringBuilder();
    try {
      for (int b = in.read(); b >= 0; b = in.read()) {
        text.append((char) b);
      }
    } catch (IOException reset) {
      text.append("<reset>");
    }
    return text.toString();
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0; b = in.read()) {
      if (b == '\n') {
        return line.toString(StandardCharsets.ISO_8859_1).replace("\r", "");
      }
      line.write(b);
    }
    return line.size() == 0 ? null : line.toString(StandardCharsets.ISO_8859_1);
  }

  /** Whether the other side has ended the connection and nothing more comes. */
  boolean isAtEnd() throws IOException {
    return in.read() < 0;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
