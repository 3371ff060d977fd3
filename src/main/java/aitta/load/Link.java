package aitta.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** One connection, with at most one request under way. For one thread; nothing here blocks. */
final class Link {
  final Operation operation = new Operation();
  final ResponseParser parser = new ResponseParser();
  long dueNanos;
  long sentNanos;
  boolean busy;

  private final InetSocketAddress address;
  private final RequestWriter writer;
  private final ByteBuffer out;
  private SocketChannel channel;
  private SelectionKey key;
  private long retryNanos;

  Link(InetSocketAddress address, RequestWriter writer, int valueBytes) {
    this.address = address;
    this.writer = writer;
    this.out = ByteBuffer.allocateDirect(writer.longest(valueBytes));
  }

  boolean isConnected() {
    return channel != null && channel.isConnected();
  }

  /**
   * Begins to connect, unless it has, or the last attempt was not long ago.
   *
   * @return whether it is connected by that, and so is free to be used
   */
  boolean connect(Selector selector, long nowNanos, long retryAfterNanos) {
    if (channel != null || nowNanos - retryNanos < 0 && retryNanos != 0) {
      return false;
    }
    retryNanos = nowNanos + retryAfterNanos;
    try {
      channel = SocketChannel.open();
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      boolean at = channel.connect(address);
      key = channel.register(selector, at ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT, this);
      return at;
    } catch (IOException e) {
      close();
      return false;
    }
  }

  void finishConnect() throws IOException {
    if (channel.finishConnect()) {
      key.interestOps(SelectionKey.OP_READ);
    }
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
    channel.write(out);
    int wanted =
        out.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ;
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
    scratch.clear();
    if (channel.read(scratch) < 0) {
      throw new IOException("the server ended the connection");
    }
    scratch.flip();
    if (!scratch.hasRemaining()) {
      return false;
    }
    if (!busy) {
      throw new IOException("an answer that nobody asked for");
    }
    try {
      return parser.take(scratch);
    } catch (IllegalStateException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  void close() {
    busy = false;
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
