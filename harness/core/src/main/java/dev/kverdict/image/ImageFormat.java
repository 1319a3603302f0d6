package dev.kverdict.image;

import dev.kverdict.host.Compression;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Forms in which a disk image comes, told by a file's first bytes and never by its name. */
enum ImageFormat {

  /** Another file, compressed. */
  GZIP(Compression.GZIP),

  /** The same. */
  XZ(Compression.XZ),

  /** The same. */
  ZSTD(Compression.ZSTD),

  /** The same. */
  BZIP2(Compression.BZIP2),

  /** QEMU's docs/interop/qcow2.txt. */
  QCOW2("qcow2", 0, "514649fb"),

  /** An archive. */
  ZIP("zip", 0, "504b0304"),

  /** An archive. */
  SEVEN_ZIP("7z", 0, "377abcaf271c"),

  /** An archive, by the magic of its first header (tar(5)). */
  TAR("tar", 257, "7573746172"),

  /** A disk of another hypervisor. */
  VMDK("VMDK", 0, "4b444d56"),

  /** A disk of another hypervisor. */
  VHDX("VHDX", 0, "7668647866696c65"),

  /** Anything else is the bytes of a disk. */
  RAW("raw", 0, "");

  private static final int HEAD = 512;

  private final String label;
  private final int offset;
  private final String magic;
  private final @Nullable Compression compression;

  /**
   * @param label its name
   * @param offset where the magic bytes stand
   * @param magic these bytes in hex
   */
  ImageFormat(String label, int offset, String magic) {
    this.label = label;
    this.offset = offset;
    this.magic = magic;
    this.compression = null;
  }

  ImageFormat(Compression compression) {
    this.label = compression.toString();
    this.offset = 0;
    this.magic = "";
    this.compression = compression;
  }

  /** Returns the format of a file. */
  static ImageFormat of(Path file) throws IOException {
    byte[] head;
    try (InputStream in = Files.newInputStream(file)) {
      head = in.readNBytes(HEAD);
    }
    Compression packed = Compression.of(head).orElse(null);
    String hex = HexFormat.of().formatHex(head);
    return Stream.of(values())
        .filter(
            format ->
                format.compression == packed && hex.startsWith(format.magic, 2 * format.offset))
        .findFirst()
        .orElse(RAW);
  }

  /** Returns whether it is another file, compressed. */
  boolean compressed() {
    return compression != null;
  }

  /** Returns the program that unpacks it from standard input to standard output. */
  List<String> decoder() {
    return compression == null ? List.of() : compression.decoder();
  }

  /** Returns what can be done about a file that is no image; empty for one that is. */
  String remedy() {
    return switch (this) {
      case ZIP, SEVEN_ZIP, TAR -> "unpack it, and name the image in it";
      case VMDK, VHDX -> "convert it: qemu-img convert -O qcow2 FILE IMAGE";
      case GZIP, XZ, ZSTD, BZIP2, QCOW2, RAW -> "";
    };
  }

  @Override
  public String toString() {
    return label;
  }
}
