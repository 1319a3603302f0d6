package dev.kverdict.oops;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads logs that a terminal or an editor saved in an encoding other than the kernel's. */
final class LogEncoding {

  /** The bytes that are looked at to tell the encoding. */
  private static final int HEAD = 256;

  private static final int BOM = 0xfeff;

  private LogEncoding() {}

  /**
   * Returns the log in UTF-8 and without a byte order mark. UTF-16 is told by its mark or, if it
   * has none, by its zero bytes: a log is mostly ASCII.
   *
   * @throws IOException if the stream fails
   */
  static InputStream utf8(InputStream log) throws IOException {
    BufferedInputStream in = new BufferedInputStream(log);
    in.mark(HEAD);
    byte[] head = in.readNBytes(HEAD);
    in.reset();
    Charset charset = charset(head);
    return charset == null ? in : new Encoded(new InputStreamReader(in, charset));
  }

  /** Returns the encoding that has to be undone, or null. */
  private static @Nullable Charset charset(byte[] head) {
    if (head.length >= 3 && (head[0] & 0xff) == 0xef && (head[1] & 0xff) == 0xbb) {
      return StandardCharsets.UTF_8;
    }
    int mark = head.length < 2 ? 0 : ((head[0] & 0xff) << 8) | (head[1] & 0xff);
    int even = zeros(head, 0);
    int odd = zeros(head, 1);
    int most = head.length / 2;
    if (mark == 0xfffe || (odd > most * 3 / 4 && even == 0)) {
      return StandardCharsets.UTF_16LE;
    }
    return mark == BOM || (even > most * 3 / 4 && odd == 0) ? StandardCharsets.UTF_16BE : null;
  }

  private static int zeros(byte[] head, int start) {
    int zeros = 0;
    for (int i = start; i < head.length; i += 2) {
      zeros += head[i] == 0 ? 1 : 0;
    }
    return zeros;
  }

  /** The characters of a reader in UTF-8, without a byte order mark at the start. */
  private static final class Encoded extends InputStream {

    private static final int CHUNK = 1 << 14;

    private final Reader reader;
    private final char[] chars = new char[CHUNK];
    private byte[] bytes = new byte[0];
    private int next;
    private boolean begun;

    Encoded(Reader reader) {
      this.reader = reader;
    }

    @Override
    public int read() throws IOException {
      return fill() ? bytes[next++] & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (!fill()) {
        return -1;
      }
      int count = Math.min(length, bytes.length - next);
      System.arraycopy(bytes, next, target, offset, count);
      next += count;
      return count;
    }

    private boolean fill() throws IOException {
      while (next == bytes.length) {
        int count = reader.read(chars);
        if (count < 0) {
          return false;
        }
        int from = !begun && count > 0 && chars[0] == BOM ? 1 : 0;
        begun |= count > 0;
        bytes = new String(chars, from, count - from).getBytes(StandardCharsets.UTF_8);
        next = 0;
      }
      return true;
    }

    @Override
    public void close() throws IOException {
      reader.close();
    }
  }
}
