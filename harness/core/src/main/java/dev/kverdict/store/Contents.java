package dev.kverdict.store;

import dev.kverdict.HostIo;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
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

/**
 * Lists what a store holds, without changing or creating it.
 *
 * @param root the directory of the store, which need not exist
 */
public record Contents(Path root) {

  /**
   * The entries of one step.
   *
   * @param name the step's name
   * @param entries their number
   * @param bytes their total size
   */
  public record Step(String name, int entries, long bytes) {}

  /** Returns the steps in the order of their names. */
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

  /** Returns the sizes and last uses of all entries. */
  List<Aged> entries() throws IOException {
    List<Aged> found = new ArrayList<>();
    for (Path step : directories(root)) {
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

  /** Returns the keys of a step's entries. */
  List<Key> keys(String step) throws IOException {
    return directories(root.resolve(step)).stream()
        .map(directory -> directory.getFileName().toString())
        .filter(digest -> digest.matches("[0-9a-f]{64}"))
        .map(digest -> new Key(step, digest))
        .toList();
  }

  /** Returns an entry's size and last use; empty if another process removed it meanwhile. */
  private Optional<Aged> aged(Key key) throws IOException {
    try {
      return Optional.of(new Aged(key, sizeOf(key), lastUse(key)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static List<Path> directories(Path parent) throws IOException {
    if (Files.notExists(parent)) {
      Optional<Path> file = HostIo.fileOnTheWay(parent);
      if (file.isPresent()) {
        throw new NotDirectoryException(file.get().toString());
      }
      return List.of();
    }
    try (Stream<Path> all = Files.list(parent)) {
      return all.filter(Files::isDirectory).toList();
    }
  }

  private FileTime lastUse(Key key) throws IOException {
    Path stamp = stamp(key);
    return Files.getLastModifiedTime(Files.exists(stamp) ? stamp : directory(key));
  }

  /**
   * Returns an entry's size, measured once and kept in its stamp: a kernel tree has 80,000 files. A
   * file with n names counts one n-th, because most of a tree's files are hard links to the
   * source's.
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
        directory(key),
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

  /** Returns the file whose time is an entry's last use, and whose text is its size. */
  Path stamp(Key key) {
    return root.resolve(Store.LOCKS).resolve(key.step()).resolve(key.digest() + ".used");
  }

  /** Returns an entry's directory. */
  Path directory(Key key) {
    return root.resolve(key.step()).resolve(key.digest());
  }
}
