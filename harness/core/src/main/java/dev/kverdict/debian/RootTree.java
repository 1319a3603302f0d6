package dev.kverdict.debian;

import dev.kverdict.InfraError;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Makes a root directory of unpacked packages, of which none was configured.
 *
 * @param root the directory
 */
record RootTree(Path root) {

  /** Directories that are links into /usr: Debian's packages rely on it since version 12. */
  private static final List<String> MERGED =
      List.of("bin", "sbin", "lib", "lib32", "lib64", "libx32");

  private static final List<String> NEEDED = List.of("bin", "sbin", "lib");

  /**
   * Instead of kmod's. A program must not load modules, and has no need to: the kernel loads what
   * it asks for, and the case what it names.
   */
  private static final String MODPROBE =
      """
      #!/bin/sh
      # Says whether modules are there: a program may not load any. The kernel loads what it asks for
      # by itself, and the case names others under modules: of its kernel.
      for word; do
        case $word in
          -* | *=*) continue ;;
        esac
        name=$(echo "$word" | tr - _)
        if [ -e "/sys/module/$name" ] ||
          tr - _ <"/lib/modules/$(uname -r)/modules.builtin" 2>/dev/null | grep -q "/$name[.]ko"; then
          continue
        fi
        echo "modprobe: $word is not loaded; name it under modules: of the kernel" >&2
        exit 1
      done
      """;

  /**
   * Lays out what the packages leave to their scripts.
   *
   * @param alternatives links to make where nothing is, by their paths in the root
   */
  void arrange(Map<String, String> alternatives) throws IOException {
    requireDirectory(root.resolve("usr"));
    for (String name : MERGED) {
      Path link = root.resolve(name);
      Path place = root.resolve("usr").resolve(name);
      if (isDirectory(link)) {
        merge(link, place);
        Files.delete(link);
      } else {
        Files.deleteIfExists(link);
      }
      if (isDirectory(place) || NEEDED.contains(name)) {
        Files.createDirectories(place);
        Files.createSymbolicLink(link, Path.of("usr", name));
      }
    }
    for (Map.Entry<String, String> link : alternatives.entrySet()) {
      link(inside(link.getKey()), Path.of(link.getValue()));
    }
    link(inside("/etc/mtab"), Path.of("../proc/self/mounts"));
    for (String temporary : List.of("run", "tmp")) {
      Path place = root.resolve("var").resolve(temporary);
      if (isDirectory(place) && children(place).isEmpty()) {
        Files.delete(place);
      }
      link(place, Path.of("..", temporary));
    }
    Files.createDirectories(root.resolve("usr/lib/modules")); // those of the guest's kernel
    Path modprobe = inside("/usr/local/sbin/modprobe");
    Files.createDirectories(modprobe.getParent());
    Files.writeString(modprobe, MODPROBE);
    if (!modprobe.toFile().setExecutable(true, false)) {
      throw new IOException("cannot make " + modprobe + " executable");
    }
  }

  /** Returns the programs in the usual places, as {@code /usr/bin/NAME}, ordered. */
  List<String> programs() throws IOException {
    List<String> programs = new ArrayList<>();
    for (String directory : List.of("usr/bin", "usr/sbin")) {
      for (Path program : children(root.resolve(directory))) {
        programs.add("/" + root.relativize(program));
      }
    }
    return programs.stream().sorted().toList();
  }

  /** Returns the place of a path of the guest, where the links into /usr are followed. */
  private Path inside(String path) {
    Path below = Path.of("/").relativize(Path.of(path).normalize());
    boolean merged = MERGED.contains(below.getName(0).toString());
    return merged ? root.resolve("usr").resolve(below) : root.resolve(below);
  }

  private static void link(Path link, Path target) throws IOException {
    if (!Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
      Files.createDirectories(link.getParent());
      Files.createSymbolicLink(link, target);
    }
  }

  /** Moves a directory's content into another; of two files the one that is no link stays. */
  private static void merge(Path from, Path into) throws IOException {
    Files.createDirectories(into);
    for (Path child : children(from)) {
      Path target = into.resolve(child.getFileName());
      if (isDirectory(child) && isDirectory(target)) {
        merge(child, target);
        Files.delete(child);
      } else if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)
          && (Files.isSymbolicLink(child) || !Files.isSymbolicLink(target))) {
        Files.delete(child);
      } else {
        Files.move(child, target, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private static List<Path> children(Path directory) throws IOException {
    List<Path> children = new ArrayList<>();
    if (isDirectory(directory)) {
      try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
        all.forEach(children::add);
      }
    }
    return children;
  }

  private static boolean isDirectory(Path path) {
    return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
  }

  private static void requireDirectory(Path path) {
    if (!isDirectory(path)) {
      throw new InfraError("the packages of a userland unpack without " + path.getFileName());
    }
  }
}
