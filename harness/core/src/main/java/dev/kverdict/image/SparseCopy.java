package dev.kverdict.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;

/** Copies bytes to a file, and leaves holes where they are zero. */
final class SparseCopy {

  /** The length of a hole in bytes: a multiple of every file system's blocks. */
  static final int BLOCK = 64 << 10;

  private static final byte[] ZEROS = new byte[BLOCK];

  private SparseCopy() {}

  /**
   * Copies everything to a new file, but stops soon after the limit.
   *
   * @param most the limit in bytes
   * @param digest receives the bytes
   * @return the number of bytes copied, more than {@code most} if there are more
   */
  static long copy(InputStream in, Path target, long most, MessageDigest digest)
      throws IOException {
    byte[] block = new byte[BLOCK];
    long length = 0;
    try (RandomAccessFile out = new RandomAccessFile(target.toFile(), "rw")) {
      int n = in.readNBytes(block, 0, BLOCK);
      while (n > 0 && length <= most) {
        digest.update(block, 0, n);
        if (!Arrays.equals(block, 0, n, ZEROS, 0, n)) {
          out.seek(length);
          out.write(block, 0, n);
        }
        length += n;
        n = in.readNBytes(block, 0, BLOCK);
      }
      out.setLength(length);
    }
    return length;
  }
}
