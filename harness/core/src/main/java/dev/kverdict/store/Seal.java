package dev.kverdict.store;

import dev.kverdict.host.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * What an entry consists of: the size of each file, and the checksum of those that are small. A
 * host that loses its power can leave files that are short, empty or other than they were written,
 * below a name that says that they are whole. Nobody is kept from forging: that takes the rights to
 * the store. So the checksum is CRC-32C, which processors compute (RFC 3720, appendix B.4); SHA-256
 * took a third of a run that only judges again.
 *
 * @param text a line for each file: size in bytes, CRC-32C in hex or a dash, path
 */
record Seal(String text) {

  /** Entries with more files are trees, which take long to look at; make looks at them anyway. */
  private static final int MOST_FILES = 1000;

  /** In bytes: reading more would be felt in every run. */
  private static final long HASHED = 1 << 20;

  private static final String NONE = "-";
  private static final Pattern OLD = Pattern.compile("\\d+ [0-9a-f]{64} .*");

  /** Returns the seal of an entry; empty if it is too large for one. */
  static Optional<Seal> of(Path entry) throws IOException {
    TreeMap<String, Path> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(entry)) {
      List<Path> found =
          all.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
              .limit(MOST_FILES + 1)
              .toList();
      found.forEach(file -> files.put(entry.relativize(file).toString(), file));
    }
    if (files.size() > MOST_FILES || files.keySet().stream().anyMatch(n -> n.contains("\n"))) {
      return Optional.empty();
    }
    StringBuilder text = new StringBuilder();
    for (var file : files.entrySet()) {
      text.append(line(file.getKey(), file.getValue()));
    }
    return Optional.of(new Seal(text.toString()));
  }

  /** Reads one; empty if there is none, or only one of the form that had SHA-256. */
  static Optional<Seal> read(Path file) throws IOException {
    try {
      return Optional.of(new Seal(Files.readString(file)))
          .filter(seal -> seal.text.lines().noneMatch(OLD.asMatchPredicate()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  void write(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    AtomicFiles.write(file, text);
  }

  private static String line(String name, Path file) throws IOException {
    long size = Files.size(file);
    return "%d %s %s\n".formatted(size, size <= HASHED ? checksum(file) : NONE, name);
  }

  private static String checksum(Path file) throws IOException {
    CRC32C sum = new CRC32C();
    sum.update(Files.readAllBytes(file));
    return HexFormat.of().toHexDigits((int) sum.getValue());
  }

  /**
   * Returns the first file that is not what it was; what came to the entry later does not count.
   */
  Optional<String> broken(Path entry) throws IOException {
    for (String line : text.lines().toList()) {
      String name = line.replaceFirst("^\\S+ \\S+ ", "");
      Path file = entry.resolve(name);
      if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
          || !line(name, file).equals(line + "\n")) {
        return Optional.of(name);
      }
    }
    return Optional.empty();
  }
}
