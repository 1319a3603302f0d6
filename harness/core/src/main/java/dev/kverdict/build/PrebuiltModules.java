package dev.kverdict.build;

import dev.kverdict.InfraError;
import dev.kverdict.UserError;
import dev.kverdict.binary.ElfFile;
import dev.kverdict.host.Command;
import dev.kverdict.host.Lane;
import dev.kverdict.kernel.InstalledModules;
import dev.kverdict.text.Printable;
import dev.kverdict.tree.Folder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Takes the modules of a kernel that somebody else has built: unpacked, without debug information,
 * and with depmod's lists.
 *
 * @param where what errors call their directory
 * @param work a directory for what is being made
 */
record PrebuiltModules(Lane lane, String where, Path work) {

  private static final Duration LIMIT = Duration.ofMinutes(10);

  /** Strips the modules that $2 lists, and keeps the originals in $1. */
  private static final String STRIP =
      "while IFS= read -r file; do"
          + " mkdir -p \"$1/${file%/*}\" && cp -- \"$file\" \"$1/$file\" && strip -g -- \"$file\""
          + " || exit; done <\"$2\"";

  /** Where they lead to is elsewhere, and no part of a kernel. */
  private static final List<String> LINKS = List.of("build", "source", "vdso");

  /**
   * Looks at modules.
   *
   * @param given the directory of a release, or the root of an installation with one release
   * @throws UserError if it cannot be read, or has several releases
   */
  static Folder folder(String where, Path given) {
    return Folder.read(where, directory(where, given), path -> LINKS.contains(path.toString()));
  }

  private static Path directory(String where, Path given) {
    Path all = given.resolve("lib/modules");
    if (!Files.isDirectory(all)) {
      return given;
    }
    try (Stream<Path> releases = Files.list(all)) {
      List<Path> found = releases.filter(path -> Files.isDirectory(path)).sorted().toList();
      if (found.size() == 1) {
        return found.get(0);
      }
      throw new UserError(
          where,
          "has modules of %d releases in lib/modules".formatted(found.size()),
          "name the directory of one: lib/modules/RELEASE");
    } catch (IOException e) {
      throw new InfraError("cannot list " + all + ": " + e.getMessage(), e);
    }
  }

  /**
   * Takes the modules.
   *
   * @param folder what {@link #folder} returned, or null for a kernel without modules
   * @param digest the digest of its contents
   * @param release the release of the kernel
   * @param target where they are put, with the lists
   * @param debug where those with debug information are kept, in the directories of their sources
   * @throws UserError if they are of another release, or damaged
   */
  void take(@Nullable Folder folder, String digest, String release, Path target, Path debug)
      throws IOException {
    Path root = Files.createDirectories(work.resolve("root"));
    Path modules = Files.createDirectories(root.resolve("lib/modules").resolve(release));
    InstalledModules installed = new InstalledModules(lane);
    if (folder != null) {
      folder.copy(modules, digest);
      String failure = installed.unpack(modules);
      if (!failure.isEmpty()) {
        throw new UserError(where, "cannot be unpacked: " + failure, "get it again");
      }
      List<String> damaged = new ArrayList<>();
      List<String> large = withDebug(modules, damaged);
      if (!damaged.isEmpty()) {
        throw new UserError(where, damaged.get(0) + " is no ELF file", "get it again");
      }
      requireRelease(installed.releases(modules), release);
      strip(modules, large, debug);
    }
    installed.list(root, release);
    Files.move(modules, target, StandardCopyOption.ATOMIC_MOVE);
  }

  private void requireRelease(List<String> releases, String release) {
    if (releases.isEmpty()) {
      throw new UserError(where, "has no module", "name lib/modules/" + release);
    }
    if (!releases.equals(List.of(release))) {
      throw new UserError(
          where,
          "is of %s, and the kernel is %s"
              .formatted(Printable.line(String.join(", ", releases), 200), release),
          "name the modules of the same build");
    }
  }

  private static boolean isModule(Path file) {
    return file.toString().endsWith(".ko") && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
  }

  private static List<String> withDebug(Path modules, List<String> damaged) throws IOException {
    List<String> found = new ArrayList<>();
    for (Path module : PlainFiles.below(modules, PrebuiltModules::isModule)) {
      String name = modules.relativize(module).toString();
      try {
        if (ElfFile.read(module).has(".debug_info")) {
          found.add(name);
        }
      } catch (IOException e) {
        damaged.add(Printable.line(name));
      }
    }
    return found;
  }

  /** Debug information is for us: a guest would have to carry it. */
  private void strip(Path modules, List<String> large, Path debug) throws IOException {
    Path kept = Files.createDirectories(work.resolve("unstripped"));
    Path list = Files.write(work.resolve("with-debug"), large);
    var unused =
        lane.run(
                Command.of(modules, "sh", "-c", STRIP, "strip", kept.toString(), list.toString())
                    .reading(modules, list)
                    .writing(modules, kept)
                    .within(LIMIT))
            .orThrow("cannot take the modules of a prebuilt kernel");
    // Paths of sources: lib/modules/RELEASE/kernel/fs/minix/minix.ko is made of fs/minix.
    Path own = kept.resolve("kernel");
    if (Files.isDirectory(own, LinkOption.NOFOLLOW_LINKS)) {
      Files.createDirectories(debug);
      try (Stream<Path> all = Files.list(own)) {
        for (Path each : all.toList()) {
          Files.move(each, debug.resolve(each.getFileName()));
        }
      }
    }
  }
}
