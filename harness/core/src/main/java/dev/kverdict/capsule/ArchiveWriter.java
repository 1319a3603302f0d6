package dev.kverdict.capsule;

import dev.kverdict.shard.CaseBundle;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;

/** Writes the file of a capsule: equal parts give equal bytes. */
final class ArchiveWriter {

  private static final int BUFFER = 1 << 16;

  private ArchiveWriter() {}

  /**
   * Writes a capsule.
   *
   * @param out a new file
   * @param manifest the text of its manifest
   * @param lengths the length of each file in bytes, by its SHA-256
   * @param bundle where the files are
   */
  static void write(Path out, String manifest, Map<String, Long> lengths, CaseBundle bundle)
      throws IOException {
    try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(out), BUFFER);
        OutputStream tar = new GZIPOutputStream(file, BUFFER)) {
      byte[] text = manifest.getBytes(StandardCharsets.UTF_8);
      TarHeader first = new TarHeader(Manifest.NAME, text.length);
      tar.write(first.bytes());
      tar.write(text);
      tar.write(new byte[first.padding()]);
      for (Map.Entry<String, Long> one : new TreeMap<>(lengths).entrySet()) {
        TarHeader header = new TarHeader(CaseBundle.FILES + "/" + one.getKey(), one.getValue());
        tar.write(header.bytes());
        if (Files.copy(bundle.blob(one.getKey()), tar) != header.size()) {
          throw new IOException(one.getKey() + " changed meanwhile");
        }
        tar.write(new byte[header.padding()]);
      }
      tar.write(new byte[2 * TarHeader.BLOCK]);
    }
  }
}
