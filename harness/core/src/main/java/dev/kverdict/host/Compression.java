package dev.kverdict.host;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Compressed files, told by their first bytes and never by their names. */
public enum Compression {

  /** RFC 1952, section 2.3.1, with the only method there is. */
  GZIP("gzip", 0, "1f8b08", "-dc", "gzip"),

  /**
   * The .xz file format, section 2.1.1.1. The header says how much memory the decoder needs, up to
   * 4 GiB; xz -9 needs 65 MiB.
   */
  XZ("xz", 0, "fd377a585a00", "-dc --memlimit-decompress=1GiB", "xz-utils"),

  /** RFC 8878, section 3.1.1; the memory of the decoder is limited as that of {@link #XZ}. */
  ZSTD("zstd", 0, "28b52ffd", "-dc --memory=1024MB", "zstd"),

  /** "BZh", the size of a block, and the first digits of pi. */
  BZIP2("bzip2", 4, "314159265359", "-dc", "bzip2");

  /** How many bytes tell. */
  public static final int HEAD = 16;

  private static final String BZH = "425a68";

  private final String tool;
  private final int offset;
  private final String magic;
  private final String options;
  private final String debianPackage;

  /**
   * @param tool its name, which is also that of its decoder
   * @param offset where the magic bytes stand
   * @param magic these bytes in hex
   * @param options what makes the decoder unpack standard input to standard output
   * @param debianPackage the package that has the decoder
   */
  Compression(String tool, int offset, String magic, String options, String debianPackage) {
    this.tool = tool;
    this.offset = offset;
    this.magic = magic;
    this.options = options;
    this.debianPackage = debianPackage;
  }

  /**
   * Returns how a file is compressed; empty if it is not.
   *
   * @param head its first {@value #HEAD} bytes, or all if it is shorter
   */
  public static Optional<Compression> of(byte[] head) {
    String hex = HexFormat.of().formatHex(head);
    return Stream.of(values())
        .filter(one -> hex.startsWith(one.magic, 2 * one.offset))
        .filter(one -> one != BZIP2 || hex.startsWith(BZH))
        .findFirst();
  }

  /** Returns the program that unpacks standard input to standard output. */
  public List<String> decoder() {
    return List.of((tool + " " + options).split(" ", -1));
  }

  /** Returns Debian's package with the decoder. */
  public String debianPackage() {
    return debianPackage;
  }

  @Override
  public String toString() {
    return tool;
  }
}
