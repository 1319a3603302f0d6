package dev.kverdict.store;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a store's folder holds. Looking at it changes nothing, nor makes a store. */
public final class Contents {

  private final Path root;

  /** The contents of the store below a folder, which need not be there. */
  public Contents(Path root) {
    this.root = root;
  }

  /**
   * What is kept of one step.
   *
   * @param name the step's name
   * @param entries how many there are
   * @param bytes their size
   */
  public record Step(String name, int entries, long bytes) {}

  /** What is kept, by step in the order of their names. */
  public List<Step> steps() throws IOException {
    Map<String, List<Aged>> byStep =
        entries().stream()
            .collect(
                Collectors.groupingBy(
                    entry -> entry.key().step(), TreeMap::new, Collectors.toList()));
    return byStep.entrySet().stream()
        .map(
            step ->
                new Step(
                    step.getKey(),
                    step.getValue().size(),
                    step.getValue().stream().mapToLong(Aged::bytes).sum()))
        .toList();
  }

  record Aged(Key key, long bytes, FileTime used) {}

  /** The sizes and ages of all entries. */
  List<Aged> entries() throws IOException {
    List<Aged> found = new ArrayList<>();
    for (Path step : folders(root)) {
      String name = step.getFileName().toString();
      if (name.equals(Store.TEMPORARY) || name.equals(Store.LOCKS)) {
        continue;
      }
      for (Key key : keys(name)) {
        aged(key).ifPresent(found::add);
      }
    }
    return found;
  }

  /** What is kept of a step. */
  List<Key> keys(String step) throws IOException {
    return folders(root.resolve(step)).stream()
        .map(folder -> folder.getFileName().toString())
        .filter(digest -> digest.matches("[0-9a-f]{64}"))
        .map(digest -> new Key(step, digest))
        .toList();
  }

  /** Empty when somebody else removed it meanwhile. */
  private Optional<Aged> aged(Key key) throws IOException {
    try {
      return Optional.of(new Aged(key, sizeOf(key), lastUse(key)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static List<Path> folders(Path parent) throws IOException {
    if (!Files.isDirectory(parent)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(parent)) {
      return all.filter(Files::isDirectory).toList();
    }
  }

  private FileTime lastUse(Key key) throws IOException {
    Path stamp = stamp(key);
    return Files.getLastModifiedTime(Files.exists(stamp) ? stamp : folder(key));
  }

  /**
   * The size, measured once and kept in the stamp: a kernel tree has 80,000 files. A file with
   * several names counts with its share: most of a tree's files are links to the source's.
   */
  long sizeOf(Key key) throws IOException {
    Path stamp = stamp(key);
    if (Files.exists(stamp)) {
      String text = Files.readString(stamp).strip();
      if (text.matches("[0-9]{1,18}")) {
        return Long.parseLong(text);
      }
    }
    long[] bytes = {0};
    Files.walkFileTree(
        folder(key),
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            int names =
                attributes.isRegularFile() ? (int) Files.getAttribute(file, "unix:nlink") : 1;
            bytes[0] += attributes.size() / names;
            return FileVisitResult.CONTINUE;
          }
        });
    return bytes[0];
  }

  /** The file whose time says when an entry was last used, and whose text how large it is. */
  Path stamp(Key key) {
    return root.resolve(Store.LOCKS).resolve(key.step()).resolve(key.digest() + ".used");
  }

  /** An entry's folder. */
  Path folder(Key key) {
    return root.resolve(key.step()).resolve(key.digest());
  }
}
