package dev.kverdict.capsule;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;

/** Writes the file of a capsule entry by entry, as nobody should. */
final class RawCapsule {

  private final ByteArrayOutputStream tar = new ByteArrayOutputStream();

  RawCapsule file(String name, byte[] bytes) {
    return entry(header(name, bytes.length), bytes);
  }

  RawCapsule file(String name, String text) {
    return file(name, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Adds a file whose header is changed, and then has a right sum. */
  RawCapsule changed(String name, byte[] bytes, Consumer<byte[]> change) {
    byte[] header = header(name, bytes.length);
    change.accept(header);
    return entry(summed(header), bytes);
  }

  RawCapsule entry(byte[] header, byte[] bytes) {
    tar.writeBytes(header);
    tar.writeBytes(bytes);
    return raw(new byte[-bytes.length & (TarHeader.BLOCK - 1)]);
  }

  RawCapsule raw(byte[] bytes) {
    tar.writeBytes(bytes);
    return this;
  }

  RawCapsule end() {
    return raw(new byte[2 * TarHeader.BLOCK]);
  }

  byte[] bytes() {
    return tar.toByteArray();
  }

  Path write(Path file) throws IOException {
    return write(file, bytes());
  }

  static Path write(Path file, byte[] tar) throws IOException {
    try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(tar);
    }
    return file;
  }

  static byte[] header(String name, long size) {
    return new TarHeader(name, size).bytes();
  }

  static byte[] summed(byte[] header) {
    int sum = 0;
    for (int i = 0; i < header.length; i++) {
      sum += i >= 148 && i < 156 ? ' ' : header[i] & 0xff;
    }
    byte[] text = "%06o".formatted(sum).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(text, 0, header, 148, text.length);
    return header;
  }
}
