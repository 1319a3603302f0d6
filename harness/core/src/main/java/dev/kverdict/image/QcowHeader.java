package dev.kverdict.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The header of a qcow2 image, as far as it says what QEMU would open (QEMU's
 * docs/interop/qcow2.txt, "Header").
 *
 * @param version 2 or 3
 * @param backingFile the offset of a backing file's name, 0 for none
 * @param sizeBytes the size of the disk in bytes
 * @param encryption the method, 0 for none
 * @param features bits of version 3 without which it cannot be read; 0 in version 2
 */
record QcowHeader(int version, long backingFile, long sizeBytes, int encryption, long features) {

  private static final int LENGTH = 80;
  private static final int BACKING_FILE = 8;
  private static final int SIZE = 24;
  private static final int ENCRYPTION = 32;
  private static final int FEATURES = 72;
  private static final long EXTERNAL_DATA_FILE = 1 << 2;

  /** Reads the header of a file that begins as a qcow2 image does; zeros where it is too short. */
  static QcowHeader read(Path file) throws IOException {
    ByteBuffer head = ByteBuffer.allocate(LENGTH);
    try (InputStream in = Files.newInputStream(file)) {
      head.put(in.readNBytes(LENGTH));
    }
    int version = head.getInt(Integer.BYTES);
    return new QcowHeader(
        version,
        head.getLong(BACKING_FILE),
        head.getLong(SIZE),
        head.getInt(ENCRYPTION),
        version < 3 ? 0 : head.getLong(FEATURES));
  }

  /**
   * Returns what QEMU must not be asked to open here, as the end of a sentence; empty if nothing.
   */
  String refusal() {
    if (version != 2 && version != 3) {
      return "has version " + Integer.toUnsignedString(version) + " of the qcow format, not 2 or 3";
    }
    if (backingFile != 0) {
      return "names a backing file, which would be a file of this machine";
    }
    if ((features & EXTERNAL_DATA_FILE) != 0) {
      return "keeps its data in another file, which would be one of this machine";
    }
    return encryption == 0 ? "" : "is encrypted";
  }
}
