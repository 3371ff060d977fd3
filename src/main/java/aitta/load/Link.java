package aitta.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLContext;

/** One connection, with at most one request under way. For one thread; nothing here blocks. */
final class Link {
  final Operation operation = new Operation();
  final ResponseParser parser = new ResponseParser();
  long dueNanos;
  long sentNanos;
  boolean busy;

  private final InetSocketAddress address;
  private final SSLContext encryption;
  private final RequestWriter writer;
  private final ByteBuffer out;
  private SocketChannel channel;
  private Tls tls; // null where nothing is encrypted
  private boolean ready;
  private SelectionKey key;
  private long retryNanos;

  /**
   * @param encryption null for none
   */
  Link(InetSocketAddress address, SSLContext encryption, RequestWriter writer, int valueBytes) {
    this.address = address;
    this.encryption = encryption;
    this.writer = writer;
    this.out = ByteBuffer.allocateDirect(writer.longest(valueBytes));
  }

  /** Whether requests can be sent. */
  boolean isReady() {
    return ready;
  }

  /**
   * Begins to connect, unless it has, or the last attempt was not long ago.
   *
   * @return whether it is ready by that, and so is free to be used
   */
  boolean connect(Selector selector, long nowNanos, long retryAfterNanos) throws IOException {
    if (channel != null || nowNanos - retryNanos < 0 && retryNanos != 0) {
      return false;
    }
    retryNanos = nowNanos + retryAfterNanos;
    channel = SocketChannel.open();
    channel.configureBlocking(false);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    boolean at = channel.connect(address);
    key = channel.register(selector, at ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT, this);
    if (encryption != null) {
      tls = new Tls(encryption, address.getHostString(), address.getPort());
    }
    return at && goOn();
  }

  /**
   * Goes on with connecting.
   *
   * @return whether it is ready by that
   */
  boolean goOn() throws IOException {
    if (!channel.finishConnect()) {
      return false;
    }
    ready = tls == null || tls.handshake(channel);
    listen(tls != null && tls.hasToSend());
    return ready;
  }

  /** Sends what {@link #operation} says. */
  void send(Values values) throws IOException {
    parser.reset();
    out.clear();
    writer.write(out, operation, values);
    out.flip();
    busy = true;
    flush();
  }

  void flush() throws IOException {
    if (tls == null) {
      channel.write(out);
      listen(out.hasRemaining());
    } else {
      listen(!tls.write(channel, out));
    }
  }

  private void listen(boolean forWriting) {
    int wanted = forWriting ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ;
    if (key.interestOps() != wanted) {
      key.interestOps(wanted);
    }
  }

  /**
   * Reads what has come.
   *
   * @return whether the answer is whole
   * @throws IOException also where the server ended the connection
   */
  boolean receive(ByteBuffer scratch) throws IOException {
    while (true) {
      scratch.clear();
      int count = tls == null ? channel.read(scratch) : tls.read(channel, scratch);
      if (count < 0) {
        throw new IOException("the server ended the connection");
      }
      if (count == 0) {
        return false;
      }
      if (!busy) {
        throw new IOException("an answer that nobody asked for");
      }
      if (taken(scratch.flip())) {
        return true;
      }
      if (tls == null) {
        return false; // what comes now, the selector tells
      }
    }
  }

  private boolean taken(ByteBuffer more) throws IOException {
    try {
      return parser.take(more);
    } catch (IllegalStateException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  void close() {
    busy = false;
    ready = false;
    tls = null;
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        // it is of no use any more, closed or not
      }
      channel = null;
      key = null;
    }
  }
}
