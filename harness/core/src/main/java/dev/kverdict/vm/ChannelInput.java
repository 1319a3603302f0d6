package dev.kverdict.vm;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;

/**
 * Reads a socket as a stream. {@code Channels.newInputStream} would hold a lock while it reads, and
 * a concurrent write to the same socket would wait for it for ever.
 */
final class ChannelInput extends InputStream {

  private final SocketChannel channel;

  ChannelInput(SocketChannel channel) {
    this.channel = channel;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    try {
      return channel.read(ByteBuffer.wrap(buffer, offset, length));
    } catch (ClosedChannelException e) {
      return -1; // closed on this side: the end, as when the peer closes
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
