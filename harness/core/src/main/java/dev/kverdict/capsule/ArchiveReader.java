package dev.kverdict.capsule;

import dev.kverdict.HostIo;
import dev.kverdict.InfraError;
import dev.kverdict.shard.CaseBundle;
import dev.kverdict.store.Digests;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the file of a capsule, which may come from anybody: one entry after the other, none of
 * which is held in memory but the manifest, and none of which is written anywhere before its name
 * and its size are known to be those that the manifest declares. Whatever is wrong is an {@link
 * IllegalArgumentException} with a line for a person, without the name of the capsule.
 */
final class ArchiveReader implements AutoCloseable {

  private static final int BUFFER = 1 << 16;
  private static final byte[] ZERO = new byte[BUFFER];

  private final InputStream tar;
  private final Set<String> seen = new HashSet<>();

  /**
   * @param file the capsule
   * @throws IOException if it cannot be read
   */
  ArchiveReader(InputStream file) throws IOException {
    try {
      this.tar = new GZIPInputStream(new BufferedInputStream(file, BUFFER), BUFFER);
    } catch (EOFException | ZipException e) {
      throw new IllegalArgumentException("is no capsule", e);
    }
  }

  /** Returns the text of the manifest, which comes first. */
  String manifest() {
    TarHeader header = next();
    if (header == null || !header.name().equals(Manifest.NAME)) {
      throw new IllegalArgumentException("is no capsule: it does not begin with " + Manifest.NAME);
    }
    if (header.size() > Bounds.MOST_MANIFEST) {
      throw new IllegalArgumentException(
          "%s is larger than %d bytes".formatted(Manifest.NAME, Bounds.MOST_MANIFEST));
    }
    byte[] text = new byte[(int) header.size()];
    fill(text, text.length);
    skipPadding(header);
    return new String(text, StandardCharsets.UTF_8);
  }

  /**
   * Unpacks all files, and requires that these are all.
   *
   * @param lengths the length of each in bytes, by its SHA-256
   * @param bundle where they go
   */
  void unpack(Map<String, Long> lengths, CaseBundle bundle) {
    HostIo.run(
        "cannot unpack the capsule",
        () -> Files.createDirectories(bundle.folder().resolve(CaseBundle.FILES)));
    Set<String> missing = new HashSet<>(lengths.keySet());
    for (TarHeader header = next(); header != null; header = next()) {
      String digest = digest(header, lengths);
      missing.remove(digest);
      unpack(header, digest, bundle.blob(digest));
      skipPadding(header);
    }
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          "lacks %d of the files that its %s declares".formatted(missing.size(), Manifest.NAME));
    }
    requireEnd();
  }

  private static String digest(TarHeader header, Map<String, Long> lengths) {
    String name = header.name();
    String start = CaseBundle.FILES + "/";
    String digest = name.startsWith(start) ? name.substring(start.length()) : "";
    Long length = lengths.get(digest);
    if (length == null) {
      throw new IllegalArgumentException("%s is not declared in %s".formatted(name, Manifest.NAME));
    }
    if (length != header.size()) {
      throw new IllegalArgumentException(
          "%s has %d bytes, and %s says %d".formatted(name, header.size(), Manifest.NAME, length));
    }
    return digest;
  }

  private void unpack(TarHeader header, String digest, Path to) {
    MessageDigest sum = Digests.sha256();
    try (RandomAccessFile file = new RandomAccessFile(to.toFile(), "rw")) {
      file.setLength(header.size());
      byte[] buffer = new byte[BUFFER];
      for (long at = 0; at < header.size(); at += BUFFER) {
        int length = (int) Math.min(BUFFER, header.size() - at);
        fill(buffer, length);
        sum.update(buffer, 0, length);
        if (!Arrays.equals(buffer, 0, length, ZERO, 0, length)) { // an image is mostly holes
          file.seek(at);
          file.write(buffer, 0, length);
        }
      }
    } catch (IOException e) {
      throw new InfraError("cannot unpack the capsule: " + HostIo.why(e), e);
    }
    if (!Digests.hex(sum).equals(digest)) {
      throw new IllegalArgumentException(header.name() + " was changed or damaged");
    }
  }

  /** Returns the next header, or null at the end. */
  private @Nullable TarHeader next() {
    byte[] block = new byte[TarHeader.BLOCK];
    fill(block, block.length);
    if (TarHeader.isEnd(block)) {
      return null;
    }
    TarHeader header = TarHeader.read(block);
    if (!seen.add(header.name().toLowerCase(Locale.ROOT))) {
      throw new IllegalArgumentException(
          header.name() + " is there twice, or differs from another name in its case only");
    }
    if (seen.size() > Bounds.MOST_FILES + 1) {
      throw new IllegalArgumentException("has more than %d files".formatted(Bounds.MOST_FILES));
    }
    return header;
  }

  private void skipPadding(TarHeader header) {
    byte[] padding = new byte[header.padding()];
    fill(padding, padding.length);
    if (!Arrays.equals(padding, new byte[padding.length])) {
      throw new IllegalArgumentException("has bytes between its files");
    }
  }

  /** The second of two empty blocks, and nothing after it. */
  private void requireEnd() {
    byte[] block = new byte[TarHeader.BLOCK];
    fill(block, block.length);
    if (!TarHeader.isEnd(block) || read(block, 0, 1) >= 0) {
      throw new IllegalArgumentException("goes on after its end");
    }
  }

  private void fill(byte[] bytes, int length) {
    for (int at = 0; at < length; ) {
      int n = read(bytes, at, length - at);
      if (n < 0) {
        throw new IllegalArgumentException("is damaged: it ends too early");
      }
      at += n;
    }
  }

  private int read(byte[] bytes, int at, int length) {
    try {
      return tar.read(bytes, at, length);
    } catch (EOFException e) {
      throw new IllegalArgumentException("is damaged: it ends too early", e);
    } catch (ZipException e) {
      throw new IllegalArgumentException("is damaged: it cannot be decompressed", e);
    } catch (IOException e) {
      throw new InfraError("cannot read the capsule: " + HostIo.why(e), e);
    }
  }

  @Override
  public void close() throws IOException {
    tar.close();
  }
}
