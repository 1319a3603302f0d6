package dev.kverdict.container;

import dev.kverdict.HostIo;
import dev.kverdict.InfraError;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The standard streams of a container, over one hijacked connection to the engine (ContainerAttach
 * in the engine's API). Not docker-java's, because 3.7 cannot close the input and go on reading the
 * output, and reads ahead in its own threads, so that a slow reader does not slow the program.
 */
final class Attachment {

  private static final int MAX_HEADER = 16 * 1024;
  private static final int FRAME_HEADER = 8;

  /** Most bytes kept of an output that was not read to its end. */
  private static final int MAX_REST = 64 * 1024;

  private final SocketChannel channel;
  private final InputStream output = new Output();
  private final OutputStream input = new Input();

  private Attachment(SocketChannel channel) {
    this.channel = channel;
  }

  /** Attaches to a container, started or not. */
  static Attachment to(Path socket, String container) throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.connect(UnixDomainSocketAddress.of(socket));
      String request =
          "POST /containers/"
              + container
              + "/attach?stream=1&stdin=1&stdout=1&stderr=1 HTTP/1.1\r\n"
              + "Host: engine\r\nConnection: Upgrade\r\nUpgrade: tcp\r\nContent-Length: 0\r\n\r\n";
      write(channel, ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
      String answer = header(channel);
      if (!answer.startsWith("HTTP/1.1 101 ")) {
        throw new InfraError(
            "the container engine refused to attach: " + answer.lines().findFirst().orElse(""));
      }
      return new Attachment(channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** Returns the container's output and error, joined; ends with the container. */
  InputStream output() {
    return output;
  }

  /** Returns the container's input; closing it closes nothing else. */
  OutputStream input() {
    return input;
  }

  /** Reads the rest of an ended container's output into memory, and closes the connection. */
  void finish() {
    ((Output) output).finish();
  }

  void close() {
    HostIo.run("cannot close a container's streams", channel::close);
  }

  private static String header(SocketChannel channel) throws IOException {
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    ByteBuffer one = ByteBuffer.allocate(1);
    // Byte by byte: everything after the empty line is the container's output.
    while (!header.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      if (header.size() == MAX_HEADER || channel.read(one.clear()) < 0) {
        throw new IOException("the container engine sent an incomplete answer");
      }
      header.write(one.get(0));
    }
    return header.toString(StandardCharsets.ISO_8859_1);
  }

  private static void write(SocketChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** Decodes the frames: one byte for the stream, three unused, four for the length. */
  private final class Output extends InputStream {
    private long left; // of the current frame
    private boolean ended;
    private byte[] rest = new byte[0];
    private int restAt;

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public synchronized int read(byte[] buffer, int offset, int length) throws IOException {
      if (restAt < rest.length) {
        int n = Math.min(length, rest.length - restAt);
        System.arraycopy(rest, restAt, buffer, offset, n);
        restAt += n;
        return n;
      }
      return readChannel(buffer, offset, length);
    }

    private int readChannel(byte[] buffer, int offset, int length) throws IOException {
      while (!ended && left == 0) {
        ended = !nextFrame();
      }
      if (ended) {
        channel.close();
        return -1;
      }
      int n = channel.read(ByteBuffer.wrap(buffer, offset, (int) Math.min(length, left)));
      if (n < 0) {
        ended = true;
        channel.close();
        return -1;
      }
      left -= n;
      return n;
    }

    private boolean nextFrame() throws IOException {
      ByteBuffer header = ByteBuffer.allocate(FRAME_HEADER);
      while (header.hasRemaining()) {
        if (channel.read(header) < 0) {
          return false;
        }
      }
      left = header.getInt(4) & 0xffffffffL;
      return true;
    }

    synchronized void finish() {
      ByteArrayOutputStream kept = new ByteArrayOutputStream();
      byte[] buffer = new byte[8192];
      try {
        for (int n = readChannel(buffer, 0, buffer.length);
            n >= 0 && kept.size() < MAX_REST;
            n = readChannel(buffer, 0, buffer.length)) {
          kept.write(buffer, 0, n);
        }
      } catch (IOException e) {
        // The connection is lost and the container has ended: there is no more to read.
      }
      if (restAt == rest.length) {
        rest = kept.toByteArray();
        restAt = 0;
      }
      ended = true;
      Attachment.this.close();
    }

    @Override
    public void close() {
      // The program goes on, its output discarded, until it is closed.
    }
  }

  private final class Input extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      Attachment.write(channel, ByteBuffer.wrap(bytes, offset, length));
    }

    @Override
    public void close() throws IOException {
      if (channel.isOpen()) {
        channel.shutdownOutput();
      }
    }
  }
}
