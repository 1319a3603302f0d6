package dev.kverdict.capsule;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The header of a file in a capsule: that of the "ustar" format (POSIX.1-2017, pax) with nothing in
 * it but a name and a size. A capsule holds no other header, so each that is read is compared with
 * the one that would have been written.
 *
 * @param name the file's name in the archive
 * @param size its size in bytes
 */
record TarHeader(String name, long size) {

  /** What everything in the archive is a multiple of, in bytes. */
  static final int BLOCK = 512;

  private static final int NAME = 100;
  private static final int SIZE = 124;
  private static final int SUM = 148;
  private static final int TYPE = 156;
  private static final int PREFIX = 345;
  private static final int PREFIX_LENGTH = 155;
  private static final Pattern OCTAL = Pattern.compile("[0-7]{11}");
  private static final Pattern PRINTABLE = Pattern.compile("[!-~]+");

  /** The largest size that eleven octal digits can say, in bytes. */
  static final long MOST = (1L << 33) - 1;

  /** Returns the header's bytes. */
  byte[] bytes() {
    byte[] header = new byte[BLOCK];
    put(header, 0, name);
    put(header, NAME, "0000644");
    put(header, 108, "0000000"); // root's user
    put(header, 116, "0000000"); // and group
    put(header, SIZE, String.format(Locale.ROOT, "%011o", size));
    put(header, 136, "00000000000"); // 1970
    header[TYPE] = '0';
    put(header, 257, "ustar");
    put(header, 263, "00");
    put(header, 329, "0000000");
    put(header, 337, "0000000");
    put(header, SUM, String.format(Locale.ROOT, "%06o", sum(header)));
    header[SUM + 7] = ' ';
    return header;
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }

  /** The sum of all bytes, those of the sum itself as blanks. */
  private static int sum(byte[] header) {
    int sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      sum += i >= SUM && i < SUM + 8 ? ' ' : header[i] & 0xff;
    }
    return sum;
  }

  /** Returns the bytes that fill up the last block of the file. */
  int padding() {
    return (int) (-size & (BLOCK - 1));
  }

  /** Returns whether a block ends the archive. */
  static boolean isEnd(byte[] block) {
    return Arrays.equals(block, new byte[BLOCK]);
  }

  /**
   * Reads a header.
   *
   * @throws IllegalArgumentException with what is wrong with it
   */
  static TarHeader read(byte[] header) {
    String sum = text(header, SUM, 6);
    if (!sum.equals(String.format(Locale.ROOT, "%06o", sum(header)))) {
      throw new IllegalArgumentException("is damaged: the sum of a header is wrong");
    }
    String prefix = text(header, PREFIX, PREFIX_LENGTH);
    String name = (prefix.isEmpty() ? "" : prefix + "/") + text(header, 0, NAME);
    requirePlain(name);
    requireFile(name, header[TYPE]);
    String octal = text(header, SIZE, 11);
    if (!OCTAL.matcher(octal).matches()) {
      throw new IllegalArgumentException(name + " has no size");
    }
    TarHeader read = new TarHeader(name, Long.parseLong(octal, 8));
    if (!prefix.isEmpty() || !Arrays.equals(read.bytes(), header)) {
      throw new IllegalArgumentException(name + " has a header that kverdict does not write");
    }
    return read;
  }

  private static String text(byte[] header, int at, int length) {
    int end = at;
    while (end < at + length && header[end] != 0) {
      end++;
    }
    return new String(header, at, end - at, StandardCharsets.ISO_8859_1);
  }

  private static void requireFile(String name, byte type) {
    String other =
        switch (type) {
          case '0' -> "";
          case '1', '2' -> "a link";
          case '3', '4' -> "a device";
          case '5' -> "a directory";
          case '6' -> "a pipe";
          default -> "something other than a file";
        };
    if (!other.isEmpty()) {
      throw new IllegalArgumentException(name + " is " + other);
    }
  }

  /**
   * Requires a path that leads nowhere but below the directory in which it is.
   *
   * @throws IllegalArgumentException if it is another one
   */
  static void requirePlain(String name) {
    if (name.startsWith("/")) {
      throw new IllegalArgumentException(name + " is an absolute path");
    }
    for (String word : name.split("/", -1)) {
      if (word.equals("..")) {
        throw new IllegalArgumentException(name + " leads out of its directory");
      }
      if (word.equals(".") || word.indexOf('\\') >= 0 || !PRINTABLE.matcher(word).matches()) {
        throw new IllegalArgumentException("'" + name + "' is no plain name of a file");
      }
    }
  }
}
