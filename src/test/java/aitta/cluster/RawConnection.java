package aitta.cluster;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One TCP connection that speaks just as much HTTP/1.1 as the test wants: for requests that no
 * proper client would send, for pipelining, and for bulk work, where it costs a fraction of the
 * JDK's client. Used by one thread at a time.
 */
final class RawConnection implements AutoCloseable {
  /** Above the longest {@code timeout} of a request and the 30 s after which a body is given up. */
  private static final int READ_LIMIT_MILLIS = 70_000;

  private final Socket socket = new Socket();
  private final InputStream in;
  private final OutputStream out;
  private String lastSent = "nothing sent";

  RawConnection(String host, int port) throws IOException {
    this(host, port, READ_LIMIT_MILLIS);
  }

  /**
   * @param limitMillis for which an answer, or the connection, is waited for
   */
  RawConnection(String host, int port, int limitMillis) throws IOException {
    try {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(limitMillis);
      socket.connect(new InetSocketAddress(host, port), Math.min(10_000, limitMillis));
      in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
      out = socket.getOutputStream();
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** The bytes of a whole request with its {@code Host} and {@code Content-Length}. */
  static byte[] request(String method, String path, byte[] body, String... headers) {
    StringBuilder head = new StringBuilder(200);
    head.append(method).append(' ').append(path).append(" HTTP/1.1\r\nHost: aitta\r\n");
    for (int i = 0; i < headers.length; i += 2) {
      head.append(headers[i]).append(": ").append(headers[i + 1]).append("\r\n");
    }
    if (body != null) {
      head.append("Content-Length: ").append(body.length).append("\r\n");
    }
    head.append("\r\n");
    byte[] start = head.toString().getBytes(StandardCharsets.ISO_8859_1);
    if (body == null) {
      return start;
    }
    byte[] whole = new byte[start.length + body.length];
    System.arraycopy(start, 0, whole, 0, start.length);
    System.arraycopy(body, 0, whole, start.length, body.length);
    return whole;
  }

  /** Sends a request and reads its answer. */
  Reply exchange(String method, String path, byte[] body, String... headers) throws IOException {
    send(request(method, path, body, headers));
    return read(method.equals("HEAD"));
  }

  void send(byte[] bytes) throws IOException {
    lastSent = firstLine(bytes);
    out.write(bytes);
    out.flush();
  }

  /** Sends text, each character one byte. */
  void send(String text) throws IOException {
    send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /**
   * Sends in a thread of its own while the caller reads: a node that refuses a body may answer, and
   * close, before it has taken all of it.
   *
   * @return the thread, which ends by itself at the latest when this connection is closed
   */
  Thread sendInBackground(byte[] bytes) {
    Thread sender =
        new Thread(
            () -> {
              try {
                send(bytes);
              } catch (IOException e) {
                lastSent += " (cut off while sending: " + e.getMessage() + ")";
              }
            },
            "raw-sender");
    sender.setDaemon(true);
    sender.start();
    return sender;
  }

  /** Tells the node that nothing more will be sent, and keeps on listening. */
  void finishSending() throws IOException {
    socket.shutdownOutput();
  }

  Reply read() throws IOException {
    return read(false);
  }

  /**
   * Reads one answer, an interim one (1xx) included.
   *
   * @param toHead the answer belongs to a {@code HEAD} request, hence has no body
   * @throws EOFException if the node closed the connection instead
   */
  Reply read(boolean toHead) throws IOException {
    String line = readLine();
    String[] words = line.split(" ", 3);
    if (words.length < 2 || !words[0].startsWith("HTTP/1.")) {
      throw new IOException("not an HTTP answer to '" + lastSent + "': " + line);
    }
    int status = Integer.parseInt(words[1]);
    Map<String, List<String>> headers = readHeaders();
    boolean bodiless = toHead || status < 200 || status == 204 || status == 304;
    byte[] body = bodiless ? new byte[0] : readBody(headers);
    return new Reply(lastSent, status, headers, body);
  }

  private Map<String, List<String>> readHeaders() throws IOException {
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String line = readLine(); !line.isEmpty(); line = readLine()) {
      int colon = line.indexOf(':');
      if (colon < 1) {
        throw new IOException("not a header in the answer to '" + lastSent + "': " + line);
      }
      headers
          .computeIfAbsent(line.substring(0, colon), name -> new ArrayList<>())
          .add(line.substring(colon + 1).trim());
    }
    return headers;
  }

  private byte[] readBody(Map<String, List<String>> headers) throws IOException {
    if (headers.containsKey("Transfer-Encoding")) {
      return readChunks();
    }
    if (headers.containsKey("Content-Length")) {
      return readExactly(Integer.parseInt(headers.get("Content-Length").get(0)));
    }
    return in.readAllBytes();
  }

  private byte[] readChunks() throws IOException {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    while (true) {
      int size = Integer.parseInt(readLine().split(";")[0].trim(), 16);
      whole.write(readExactly(size));
      if (size == 0) {
        readHeaders(); // the trailers, and the line that ends them
        return whole.toByteArray();
      }
      readLine();
    }
  }

  private byte[] readExactly(int size) throws IOException {
    byte[] bytes = in.readNBytes(size);
    if (bytes.length < size) {
      throw new EOFException("answer to '" + lastSent + "' ended after " + bytes.length + " bytes");
    }
    return bytes;
  }

  private String readLine() throws IOException {
    StringBuilder line = new StringBuilder(64);
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("connection closed after '" + lastSent + "' and '" + line + "'");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  /** For messages: what is sent may be anything, and logs are text. */
  private static String firstLine(byte[] bytes) {
    String start = new String(bytes, 0, Math.min(bytes.length, 200), StandardCharsets.ISO_8859_1);
    return start.split("\r\n", 2)[0].replaceAll("[^ -~]", ".");
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
