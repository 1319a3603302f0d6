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

/** Trees that share what they do not change. */
final class LinkedTree {

  /** What of the built tools kbuild looks at before anything else; the rest is large. */
  private static final List<String> TOOLS =
      List.of("objtool", "build", "scripts", "lib", "include", "arch");

  /** Folders of the output that kbuild's own preparations read and write. */
  private static final List<String> PREPARED = List.of("include", "scripts", "tools", "arch");

  private LinkedTree() {}

  /**
   * A kernel's source in which only some folders are real, their files being hard links; all others
   * are links to the folders of the first. A patch must replace files, never write into them.
   *
   * @param folders those below the root that are real
   */
  static void source(Path from, Path to, Set<String> folders) throws IOException {
    source(from, to, Path.of(""), folders.stream().map(Path::of).toList());
  }

  private static void source(Path from, Path to, Path folder, List<Path> real) throws IOException {
    Files.createDirectories(to.resolve(folder));
    for (Path entry : list(from.resolve(folder))) {
      Path name = folder.resolve(entry.getFileName());
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
   * What was built in a tree, as real copies, because kbuild truncates its files in place; without
   * the objects that are built into the kernel.
   *
   * @param modules the folders of the output that have objects of modules
   */
  static void output(Path from, Path to, Set<Path> modules) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path file : (Iterable<Path>) all::iterator) {
        Path name = from.relativize(file);
        if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
          Files.createDirectories(to.resolve(name));
        } else if (isNeeded(name, modules)) {
          Files.copy(
              file,
              to.resolve(name),
              StandardCopyOption.COPY_ATTRIBUTES,
              LinkOption.NOFOLLOW_LINKS);
        }
      }
    }
  }

  private static boolean isNeeded(Path file, Set<Path> modules) {
    String name = file.getFileName().toString();
    Path folder = file.getParent();
    if (folder == null) {
      // modpost reads vmlinux.o; what comes after it is the control's.
      return !name.startsWith(".tmp_") && !name.equals("vmlinux") && !name.equals("vmlinux.a");
    }
    return PREPARED.contains(file.getName(0).toString())
        || modules.contains(folder)
        || !name.matches(".*\\.(o|a|ko)(\\.cmd|\\.d)?");
  }

  /** Hard links to those files of a folder whose names below it are wanted. */
  static void link(Path from, Path to, Predicate<Path> wanted) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path file : (Iterable<Path>) all::iterator) {
        Path name = from.relativize(file);
        if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
          Files.createDirectories(to.resolve(name));
        } else if (wanted.test(name)) {
          Files.createLink(to.resolve(name), file);
        }
      }
    }
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.toList();
    }
  }
}
