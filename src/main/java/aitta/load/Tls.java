package aitta.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLParameters;

/**
 * One connection's encryption. Nothing here blocks but the computations of a handshake, of which a
 * connection has one.
 */
final class Tls {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final SSLEngine engine;
  private final ByteBuffer received; // encrypted, between calls ready to be filled
  private final ByteBuffer toSend; // encrypted, between calls ready to be emptied
  private final ByteBuffer early; // what came behind the last word of a handshake

  Tls(SSLContext context, String host, int port) throws IOException {
    engine = context.createSSLEngine(host, port);
    engine.setUseClientMode(true);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS"); // the certificate must name the host
    engine.setSSLParameters(parameters);
    received = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
    toSend = ByteBuffer.allocate(engine.getSession().getPacketBufferSize()).limit(0);
    early = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
    engine.beginHandshake();
  }

  /**
   * Goes on with the handshake as far as it can.
   *
   * @return whether it is over
   */
  boolean handshake(SocketChannel channel) throws IOException {
    while (flush(channel)) {
      HandshakeStatus status = engine.getHandshakeStatus();
      if (status == HandshakeStatus.NEED_TASK) {
        engine.getDelegatedTask().run();
      } else if (status == HandshakeStatus.NEED_WRAP) {
        wrap(NOTHING);
      } else if (status == HandshakeStatus.NOT_HANDSHAKING || status == HandshakeStatus.FINISHED) {
        return true;
      } else if (unwrap(channel, early) <= 0 && isWaiting()) {
        return false;
      }
    }
    return false;
  }

  private boolean isWaiting() {
    HandshakeStatus status = engine.getHandshakeStatus();
    return status == HandshakeStatus.NEED_UNWRAP || status == HandshakeStatus.NEED_UNWRAP_AGAIN;
  }

  /** Whether there is something that waits to be sent. */
  boolean hasToSend() {
    return toSend.hasRemaining();
  }

  /**
   * Sends as much as the other end takes now.
   *
   * @return whether that is all
   */
  boolean write(SocketChannel channel, ByteBuffer plain) throws IOException {
    while (flush(channel)) {
      if (!plain.hasRemaining()) {
        return true;
      }
      wrap(plain);
    }
    return false;
  }

  /**
   * Reads what has come, as far as {@code plain} has room.
   *
   * @return bytes read; 0 only when nothing is left; below 0 at the end
   */
  int read(SocketChannel channel, ByteBuffer plain) throws IOException {
    int before = plain.position();
    if (early.position() > 0) {
      plain.put(early.flip());
      early.clear();
    }
    while (plain.remaining() >= early.capacity()) {
      int count = unwrap(channel, plain);
      if (count < 0) {
        return plain.position() > before ? plain.position() - before : -1;
      }
      if (engine.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING) {
        handshake(channel);
      }
      if (count == 0) {
        break;
      }
    }
    return plain.position() - before;
  }

  /**
   * Takes one record in, reading where it is not whole.
   *
   * @return bytes of the record, encrypted as it was; 0 where it has not come as a whole; below 0
   *     at the end
   */
  private int unwrap(SocketChannel channel, ByteBuffer plain) throws IOException {
    while (true) {
      received.flip();
      SSLEngineResult result = engine.unwrap(received, plain);
      received.compact();
      if (result.getStatus() == Status.CLOSED) {
        return -1;
      }
      if (result.getStatus() == Status.BUFFER_OVERFLOW) {
        throw new IOException("a record is larger than records are");
      }
      if (result.getStatus() == Status.OK) {
        return result.bytesConsumed();
      }
      int count = channel.read(received);
      if (count <= 0) {
        return count;
      }
    }
  }

  private void wrap(ByteBuffer plain) throws IOException {
    toSend.clear();
    SSLEngineResult result = engine.wrap(plain, toSend);
    toSend.flip();
    if (result.getStatus() != Status.OK) {
      throw new IOException("the server has ended the encryption");
    }
  }

  private boolean flush(SocketChannel channel) throws IOException {
    if (toSend.hasRemaining()) {
      channel.write(toSend);
    }
    return !toSend.hasRemaining();
  }
}
