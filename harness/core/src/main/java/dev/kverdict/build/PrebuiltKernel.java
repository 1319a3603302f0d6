package dev.kverdict.build;

import dev.kverdict.InfraError;
import dev.kverdict.UserError;
import dev.kverdict.binary.BzImage;
import dev.kverdict.binary.ElfFile;
import dev.kverdict.binary.KernelBanner;
import dev.kverdict.host.AtomicFiles;
import dev.kverdict.host.Command;
import dev.kverdict.host.Lane;
import dev.kverdict.kernel.ConfigCheck;
import dev.kverdict.kernel.InstalledModules;
import dev.kverdict.kernel.KernelArtefact;
import dev.kverdict.model.KernelSource;
import dev.kverdict.store.Digests;
import dev.kverdict.store.Entry;
import dev.kverdict.store.Key;
import dev.kverdict.store.Scratch;
import dev.kverdict.store.Store;
import dev.kverdict.text.Printable;
import dev.kverdict.tree.Folder;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Takes the files of a kernel that somebody else has built into the store, laid out as those of a
 * distribution's kernel. They are copied before anything looks into them.
 *
 * @param where what errors call the kernel
 */
record PrebuiltKernel(Lane lane, Store store, String where, KernelSource.BuiltFiles files) {

  /** The directory of an entry with image, modules and configuration. */
  static final String IMAGE = "image";

  private static final int RECIPE = 1;
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final String RELEASE = "release";
  private static final String DEBUG = "debug";
  private static final String MODULES = "modules";
  private static final String CONTENTS = "modules-digest";
  private static final int ELF = 0x7f454c46;

  /** The largest configuration and image, in bytes. */
  private static final long MOST_CONFIG = 4L << 20;

  private static final long MOST_IMAGE = 2L << 30;

  /** Strips the modules that $2 lists, and keeps the originals in $1. */
  private static final String STRIP =
      "while IFS= read -r file; do"
          + " mkdir -p \"$1/${file%/*}\" && cp -- \"$file\" \"$1/$file\" && strip -g -- \"$file\""
          + " || exit; done <\"$2\"";

  /**
   * Returns the kernel.
   *
   * @throws UserError if a file is missing, or is not what it should be
   */
  Entry obtain() {
    String image = digest("image", files.image(), MOST_IMAGE);
    String config = digest("config", files.config(), MOST_CONFIG);
    String debug = files.debug() == null ? "" : digest(DEBUG, files.debug(), MOST_IMAGE);
    Folder modules = modules();
    String digest = modules == null ? "" : modules.digest(store);
    return store.obtain(
        Key.of("prebuilt", RECIPE, image, config, debug, digest),
        directory -> {
          try (Scratch scratch = store.scratch()) {
            new Intake(scratch.folder(), directory.resolve(IMAGE), directory)
                .take(List.of(image, config, debug), modules, digest);
          }
        });
  }

  /** Returns what {@code uname -r} prints. */
  static String release(Entry kernel) throws IOException {
    return Files.readString(kernel.folder().resolve(RELEASE));
  }

  /** Returns what no kernel with other modules has. */
  static String modulesDigest(Entry kernel) throws IOException {
    return Files.readString(kernel.folder().resolve(CONTENTS));
  }

  /**
   * Returns the files with debug information, in the directories of their sources; may be absent.
   */
  static Path debug(Entry kernel) {
    return kernel.folder().resolve(DEBUG);
  }

  private String digest(String key, Path file, long most) {
    requireFile(key, file, most);
    return Digests.ofFile(file);
  }

  private void requireFile(String key, Path file, long most) {
    if (!Files.isRegularFile(file)) {
      throw error(key, file, "there is no such file", "correct the path");
    }
    if (!Files.isReadable(file)) {
      throw error(key, file, "cannot be read", "allow it: chmod a+r");
    }
    if (file.toFile().length() > most) {
      throw error(key, file, "is larger than any such file", "name another one");
    }
  }

  private UserError error(String key, Path file, String what, String remedy) {
    return new UserError(where + "/" + key + ": " + file, what, remedy);
  }

  /** Links to the source and the build lead out of it. */
  private @Nullable Folder modules() {
    if (files.modules() == null) {
      return null;
    }
    String named = where + "/modules: " + files.modules();
    return Folder.read(
        named,
        directory(named, files.modules()),
        path -> List.of("build", "source", "vdso").contains(path.toString()));
  }

  /** An installation may be named by its root, or by the directory of one release. */
  private static Path directory(String named, Path given) {
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
          named,
          "has modules of %d releases in lib/modules".formatted(found.size()),
          "name the directory of one: lib/modules/RELEASE");
    } catch (IOException e) {
      throw new InfraError("cannot list " + all + ": " + e.getMessage(), e);
    }
  }

  private static boolean isModule(Path file) {
    return file.toString().endsWith(".ko") && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
  }

  /** Fills an entry. */
  private final class Intake {
    private final Path work;
    private final Path image;
    private final Path directory;

    Intake(Path work, Path image, Path directory) {
      this.work = work;
      this.image = image;
      this.directory = directory;
    }

    void take(List<String> digests, @Nullable Folder modules, String digest) throws IOException {
      Files.createDirectories(image);
      Path given = copy("image", files.image(), digests.get(0));
      Path config = copy("config", files.config(), digests.get(1));
      Map<String, String> options = ConfigCheck.options(config);
      PrebuiltConfig.require(where + "/config: " + files.config(), options, modules != null);
      Files.move(config, image.resolve("config"));
      String release = kernel(given, options);
      AtomicFiles.write(directory.resolve(RELEASE), release);
      if (files.debug() != null) {
        debug(copy(DEBUG, files.debug(), digests.get(2)));
      }
      modules(release, modules, digest);
      AtomicFiles.write(directory.resolve(CONTENTS), "modules " + digest);
    }

    private Path copy(String key, Path file, String digest) throws IOException {
      Path copy = Files.copy(file, work.resolve(key));
      copy.toFile().setReadable(true, false);
      if (!Digests.ofFile(copy).equals(digest)) {
        throw error(key, file, "changed while it was read", "start again");
      }
      return copy;
    }

    /** Returns the release of the kernel. */
    private String kernel(Path given, Map<String, String> options) throws IOException {
      Path vmlinux = image.resolve("vmlinux");
      boolean compressed = PrebuiltConfig.bootsCompressed(options);
      if (isElf(given)) {
        if (compressed) {
          throw error(
              "image",
              files.image(),
              "is a vmlinux, which QEMU cannot boot here: its configuration has no PVH, or code"
                  + " that is instrumented from the start",
              "name the bzImage of the same build");
        }
        run(Strip.command("-g", given, vmlinux));
      } else {
        unpack(given, vmlinux);
        if (compressed) {
          Files.copy(given, KernelArtefact.bzImage(image));
        }
      }
      return KernelBanner.release(vmlinux)
          .orElseThrow(
              () ->
                  error(
                      "image",
                      files.image(),
                      "is no kernel of Linux: it does not say its version",
                      "name a bzImage or vmlinux"));
    }

    private void unpack(Path given, Path vmlinux) throws IOException {
      try {
        BzImage.unpack(lane, given, vmlinux);
        ElfFile.read(vmlinux);
      } catch (IOException e) {
        throw error(
            "image",
            files.image(),
            "is neither a bzImage nor a vmlinux for x86-64",
            "name arch/x86/boot/bzImage or vmlinux of a build, or /boot/vmlinuz-RELEASE");
      }
    }

    private static boolean isElf(Path file) throws IOException {
      try (var in = new DataInputStream(Files.newInputStream(file))) {
        return file.toFile().length() > Integer.BYTES && in.readInt() == ELF;
      }
    }

    private void debug(Path given) throws IOException {
      Path file = Objects.requireNonNull(files.debug());
      try {
        Optional<String> theirs = ElfFile.read(given).buildId();
        Optional<String> own = ElfFile.read(image.resolve("vmlinux")).buildId();
        if (theirs.isEmpty() || !theirs.equals(own)) {
          throw error(
              DEBUG,
              file,
              "has not the build-id of the image, " + own.orElse("which has none"),
              "name the vmlinux of the same build");
        }
      } catch (IOException e) {
        throw error(DEBUG, file, "is no ELF file", "name a vmlinux with debug information");
      }
      Files.createDirectories(directory.resolve(DEBUG));
      Files.move(given, directory.resolve(DEBUG).resolve("vmlinux"));
    }

    private void modules(String release, @Nullable Folder folder, String digest)
        throws IOException {
      Path root = Files.createDirectories(work.resolve("root"));
      Path modules = Files.createDirectories(root.resolve("lib/modules").resolve(release));
      InstalledModules installed = new InstalledModules(lane);
      if (folder != null) {
        folder.copy(modules, digest);
        String named = where + "/modules: " + files.modules();
        String failure = installed.unpack(modules);
        if (!failure.isEmpty()) {
          throw new UserError(named, "cannot be unpacked: " + failure, "get it again");
        }
        List<String> releases = installed.releases(modules);
        if (releases.isEmpty()) {
          throw new UserError(named, "has no module", "name lib/modules/" + release);
        }
        if (!releases.equals(List.of(release))) {
          throw new UserError(
              named,
              "is of %s, and the kernel is %s"
                  .formatted(Printable.line(String.join(", ", releases), 200), release),
              "name the modules of the same build");
        }
        strip(modules);
      }
      installed.list(root, release);
      Files.move(modules, image.resolve(MODULES), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Debug information is for us: a guest would have to carry it. */
    private void strip(Path modules) throws IOException {
      Path kept = Files.createDirectories(work.resolve(DEBUG + "-" + MODULES));
      Path list = Files.write(work.resolve("with-debug"), withDebug(modules));
      run(
          Command.of(modules, "sh", "-c", STRIP, "strip", kept.toString(), list.toString())
              .reading(modules, list)
              .writing(modules, kept)
              .within(LIMIT));
      // Paths of sources: lib/modules/RELEASE/kernel/fs/minix/minix.ko is made of fs/minix.
      Path own = kept.resolve("kernel");
      if (!Files.isDirectory(own, LinkOption.NOFOLLOW_LINKS)) {
        return;
      }
      Path target = Files.createDirectories(directory.resolve(DEBUG));
      try (Stream<Path> all = Files.list(own)) {
        for (Path each : all.toList()) {
          Files.move(each, target.resolve(each.getFileName()));
        }
      }
    }

    private List<String> withDebug(Path modules) throws IOException {
      List<String> found = new ArrayList<>();
      for (Path module : PlainFiles.below(modules, PrebuiltKernel::isModule)) {
        try {
          if (ElfFile.read(module).has(".debug_info")) {
            found.add(modules.relativize(module).toString());
          }
        } catch (IOException e) {
          String name = Printable.line(modules.relativize(module).toString());
          throw new UserError(
              where + "/modules: " + files.modules(), name + " is no ELF file", "get it again");
        }
      }
      return found;
    }

    private void run(Command command) {
      var unused = lane.run(command).orThrow("cannot take a prebuilt kernel");
    }
  }
}
