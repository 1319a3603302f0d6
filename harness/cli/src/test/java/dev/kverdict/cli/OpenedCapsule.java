package dev.kverdict.cli;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.BiFunction;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Writes a capsule again with other files in it. */
final class OpenedCapsule {

  private static final int BLOCK = 512;

  private OpenedCapsule() {}

  /** Returns the manifest. */
  static String manifest(Path capsule) throws IOException {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(capsule))) {
      return new String(in.readNBytes(size(in.readNBytes(BLOCK))), StandardCharsets.UTF_8);
    }
  }

  /**
   * Copies a capsule.
   *
   * @param change gets the name and the bytes of each file, and returns the new ones
   */
  static Path copy(Path capsule, Path to, BiFunction<String, byte[], byte[]> change)
      throws IOException {
    try (InputStream in =
            new GZIPInputStream(new BufferedInputStream(Files.newInputStream(capsule)));
        OutputStream out =
            new BufferedOutputStream(
                new GZIPOutputStream(Files.newOutputStream(to)) {
                  {
                    def.setLevel(1);
                  }
                })) {
      byte[] header = in.readNBytes(BLOCK);
      while (header[0] != 0) {
        int size = size(header);
        byte[] bytes = change.apply(name(header), in.readNBytes(size));
        in.skipNBytes(-size & (BLOCK - 1));
        out.write(resized(header, bytes.length));
        out.write(bytes);
        out.write(new byte[-bytes.length & (BLOCK - 1)]);
        header = in.readNBytes(BLOCK);
      }
      out.write(new byte[2 * BLOCK]);
    }
    return to;
  }

  private static String name(byte[] header) {
    return new String(header, 0, 100, StandardCharsets.US_ASCII).replace("\0", "");
  }

  private static int size(byte[] header) {
    return Integer.parseInt(new String(header, 124, 11, StandardCharsets.US_ASCII), 8);
  }

  private static byte[] resized(byte[] header, int size) {
    byte[] other = header.clone();
    put(other, 124, "%011o".formatted(size));
    Arrays.fill(other, 148, 156, (byte) ' ');
    int sum = 0;
    for (byte one : other) {
      sum += one & 0xff;
    }
    put(other, 148, "%06o\0 ".formatted(sum));
    return other;
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }
}
