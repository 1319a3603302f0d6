package dev.kverdict.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** Forms in which a disk image comes, told by a file's first bytes and never by its name. */
enum ImageFormat {

  /** RFC 1952, section 2.3.1, with the only method there is. */
  GZIP("gzip", 0, "1f8b08", "-dc"),

  /**
   * The .xz file format, section 2.1.1.1. The header says how much memory the decoder needs, up to
   * 4 GiB; xz -9 needs 65 MiB.
   */
  XZ("xz", 0, "fd377a585a00", "-dc --memlimit-decompress=1GiB"),

  /** RFC 8878, section 3.1.1; the memory of the decoder is limited as that of {@link #XZ}. */
  ZSTD("zstd", 0, "28b52ffd", "-dc --memory=1024MB"),

  /** "BZh", the size of a block, and the first digits of pi. */
  BZIP2("bzip2", 4, "314159265359", "-dc"),

  /** QEMU's docs/interop/qcow2.txt. */
  QCOW2("qcow2", 0, "514649fb", ""),

  /** An archive. */
  ZIP("zip", 0, "504b0304", ""),

  /** An archive. */
  SEVEN_ZIP("7z", 0, "377abcaf271c", ""),

  /** An archive, by the magic of its first header (tar(5)). */
  TAR("tar", 257, "7573746172", ""),

  /** A disk of another hypervisor. */
  VMDK("VMDK", 0, "4b444d56", ""),

  /** A disk of another hypervisor. */
  VHDX("VHDX", 0, "7668647866696c65", ""),

  /** Anything else is the bytes of a disk. */
  RAW("raw", 0, "", "");

  private static final int HEAD = 512;
  private static final String BZH = "425a68";

  private final String label;
  private final int offset;
  private final String magic;
  private final String options;

  /**
   * @param label its name, which is also that of its decoder
   * @param offset where the magic bytes stand
   * @param magic these bytes in hex
   * @param options what makes the decoder unpack to standard output; empty if it has no decoder
   */
  ImageFormat(String label, int offset, String magic, String options) {
    this.label = label;
    this.offset = offset;
    this.magic = magic;
    this.options = options;
  }

  /** Returns the format of a file. */
  static ImageFormat of(Path file) throws IOException {
    String head;
    try (InputStream in = Files.newInputStream(file)) {
      head = HexFormat.of().formatHex(in.readNBytes(HEAD));
    }
    return Stream.of(values()).filter(format -> format.begins(head)).findFirst().orElse(RAW);
  }

  /**
   * @param head the file's first bytes in hex
   */
  private boolean begins(String head) {
    return head.startsWith(magic, 2 * offset) && (this != BZIP2 || head.startsWith(BZH));
  }

  /** Returns whether it is another file, compressed. */
  boolean compressed() {
    return !options.isEmpty();
  }

  /** Returns the program that unpacks it from standard input to standard output. */
  List<String> decoder() {
    return List.of((label + " " + options).split(" ", -1));
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
