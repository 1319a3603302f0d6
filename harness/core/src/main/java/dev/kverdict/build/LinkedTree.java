package dev.kverdict.build;

import dev.kverdict.kernel.SourceTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Copies trees so that the copy shares what it does not change. */
final class LinkedTree {

  /** The directories of the built tools that kbuild looks at first; the rest is large. */
  private static final List<String> TOOLS =
      List.of("objtool", "build", "scripts", "lib", "include", "arch");

  /** The directories of the output that kbuild's own preparation reads and writes. */
  private static final List<String> PREPARED = List.of("include", "scripts", "tools", "arch");

  private LinkedTree() {}

  /**
   * Copies a kernel's source. Only some directories of the copy are real, with hard links as files;
   * all others are symbolic links to the original's. A patch must replace files, never write into
   * them.
   *
   * @param directories the real directories, below the root
   */
  static void source(Path from, Path to, Set<String> directories) throws IOException {
    source(from, to, Path.of(""), directories.stream().map(Path::of).toList());
  }

  private static void source(Path from, Path to, Path directory, List<Path> real)
      throws IOException {
    Files.createDirectories(to.resolve(directory));
    for (Path entry : list(from.resolve(directory))) {
      Path name = directory.resolve(entry.getFileName());
      Path made = to.resolve(name);
      if (Files.isSymbolicLink(entry)) {
        Files.createSymbolicLink(made, Files.readSymbolicLink(entry));
      } else if (!Files.isDirectory(entry)) {
        Files.createLink(made, entry);
      } else if (name.startsWith("tools")
          ? name.getNameCount() == 1 || TOOLS.contains(name.getName(1).toString())
          : real.stream().anyMatch(one -> one.startsWith(name))) {
        source(from, to, name, real);
      } else if (!name.equals(Path.of(SourceTree.OUTPUT))) {
        Files.createSymbolicLink(made, entry);
      }
    }
  }

  /**
   * Copies a tree for others to put copies of some of its directories into. Only the directories on
   * the way to these are real, with hard links as files; all others are symbolic links to the
   * original's.
   *
   * @param left directories that are left out, below the root; links of these names are not
   */
  static void around(Path from, Path to, Set<Path> left) throws IOException {
    around(from, to, Path.of(""), left);
  }

  private static void around(Path from, Path to, Path directory, Set<Path> left)
      throws IOException {
    Files.createDirectories(to.resolve(directory));
    for (Path entry : list(from.resolve(directory))) {
      Path name = directory.resolve(entry.getFileName());
      Path made = to.resolve(name);
      if (Files.isSymbolicLink(entry)) {
        Files.createSymbolicLink(made, Files.readSymbolicLink(entry));
      } else if (!Files.isDirectory(entry)) {
        Files.createLink(made, entry);
      } else if (left.stream().noneMatch(one -> one.startsWith(name))) {
        Files.createSymbolicLink(made, entry);
      } else if (!left.contains(name)) {
        around(from, to, name, left);
      }
    }
  }

  /**
   * Copies what was built in a tree, without the objects that are built into the kernel. The copies
   * are real, because kbuild truncates its files in place.
   *
   * @param modules the directories of the output that have objects of modules
   */
  static void output(Path from, Path to, Set<Path> modules) throws IOException {
    each(
        from,
        to,
        name -> isNeeded(name, modules),
        (file, made) ->
            Files.copy(file, made, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS));
  }

  private static boolean isNeeded(Path file, Set<Path> modules) {
    String name = file.getFileName().toString();
    Path directory = file.getParent();
    if (directory == null) {
      // modpost reads vmlinux.o; what is linked after it stays the control's.
      return !name.startsWith(".tmp_") && !name.equals("vmlinux") && !name.equals("vmlinux.a");
    }
    return PREPARED.contains(file.getName(0).toString())
        || modules.contains(directory)
        || !name.matches(".*\\.(o|a|ko)(\\.cmd|\\.d)?");
  }

  /** Makes hard links to those files of a directory whose paths below it are wanted. */
  static void link(Path from, Path to, Predicate<Path> wanted) throws IOException {
    each(from, to, wanted, (file, made) -> Files.createLink(made, file));
  }

  @FunctionalInterface
  private interface Making {
    void make(Path file, Path made) throws IOException;
  }

  /** Makes all directories of a tree, and those files whose paths below it are wanted. */
  private static void each(Path from, Path to, Predicate<Path> wanted, Making making)
      throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path file : (Iterable<Path>) all::iterator) {
        Path name = from.relativize(file);
        if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
          Files.createDirectories(to.resolve(name));
        } else if (wanted.test(name)) {
          making.make(file, to.resolve(name));
        }
      }
    }
  }

  private static List<Path> list(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.toList();
    }
  }
}
