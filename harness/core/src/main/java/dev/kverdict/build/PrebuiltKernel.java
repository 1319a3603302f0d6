package dev.kverdict.build;

import dev.kverdict.UserError;
import dev.kverdict.binary.BzImage;
import dev.kverdict.binary.ElfFile;
import dev.kverdict.binary.KernelBanner;
import dev.kverdict.host.AtomicFiles;
import dev.kverdict.host.Command;
import dev.kverdict.host.Lane;
import dev.kverdict.kernel.ConfigCheck;
import dev.kverdict.kernel.KernelArtefact;
import dev.kverdict.model.KernelSource;
import dev.kverdict.store.Digests;
import dev.kverdict.store.Entry;
import dev.kverdict.store.Key;
import dev.kverdict.store.Scratch;
import dev.kverdict.store.Store;
import dev.kverdict.tree.Folder;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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
  private static final String RELEASE = "release";
  private static final String DEBUG = "debug";
  private static final String MODULES = "modules";
  private static final String CONTENTS = "modules-digest";
  private static final int ELF = 0x7f454c46;

  /** The largest configuration and image, in bytes. */
  private static final long MOST_CONFIG = 4L << 20;

  private static final long MOST_IMAGE = 2L << 30;

  /**
   * Returns the kernel.
   *
   * @throws UserError if a file is missing, or is not what it should be
   */
  Entry obtain() {
    String image = digest("image", files.image(), MOST_IMAGE);
    String config = digest("config", files.config(), MOST_CONFIG);
    String debug = files.debug() == null ? "" : digest(DEBUG, files.debug(), MOST_IMAGE);
    Folder modules =
        files.modules() == null ? null : PrebuiltModules.folder(named(), files.modules());
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

  private String named() {
    return where + "/modules: " + files.modules();
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
      new PrebuiltModules(lane, named(), work)
          .take(modules, digest, release, image.resolve(MODULES), directory.resolve(DEBUG));
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
        if (files.debug() == null && ElfFile.read(given).has(".debug_info")) {
          Files.move(given, Files.createDirectories(directory.resolve(DEBUG)).resolve("vmlinux"));
        }
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

    private void run(Command command) {
      var unused = lane.run(command).orThrow("cannot take a prebuilt kernel");
    }
  }
}
