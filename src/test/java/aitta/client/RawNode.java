package aitta.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Answers with the bytes that the test says, one request to a connection, which it then ends. */
final class RawNode implements AutoCloseable {
  /** What is sent for a request, by its number from 0 on. */
  interface Script {
    void answer(int number, OutputStream out) throws IOException;
  }

  private final ServerSocket server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final Script script;

  RawNode(Script script) {
    this.script = script;
    try {
      server = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::accept);
  }

  static String chunk(String text) {
    return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
  }

  static void send(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  /** The first lines of the requests. */
  List<String> asked() {
    return asked;
  }

  AittaClient client(int mostBytes) {
    return AittaClient.builder()
        .node("http://127.0.0.1:" + server.getLocalPort())
        .followRing(false)
        .token(null)
        .maxAnswerBytes(mostBytes)
        .build();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        threads.execute(() -> serve(socket));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      BufferedReader head =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
      String first = head.readLine();
      for (String line = first; line != null && !line.isEmpty(); ) {
        line = head.readLine();
      }
      if (first != null) {
        int number = asked.size();
        asked.add(first);
        script.answer(number, socket.getOutputStream());
      }
    } catch (IOException e) {
      return; // the client has gone, which is its right
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
