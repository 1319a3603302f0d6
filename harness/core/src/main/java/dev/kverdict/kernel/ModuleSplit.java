package dev.kverdict.kernel;

import dev.kverdict.HostIo;
import dev.kverdict.store.Entry;
import dev.kverdict.store.Key;
import dev.kverdict.store.Store;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Divides the modules of a kernel that was built with many of them: what a guest needs comes with
 * it, everything else is on a disk. All in the guest's memory, a distribution's modules would make
 * each boot slow, and would not fit.
 */
public final class ModuleSplit {

  private static final int RECIPE = 1;
  private static final String MODULES = "modules";

  private final Store store;
  private final long most;

  /**
   * @param most how many bytes of modules a guest may carry undivided
   */
  public ModuleSplit(Store store, long most) {
    this.store = store;
    this.most = most;
  }

  /**
   * Returns what the modules of a kernel are divided into; empty if they are few, or divided.
   *
   * @param needed the modules that come with the guest
   */
  public Optional<Entry> of(KernelArtefact kernel, List<String> needed) {
    if (kernel.moreModules().isPresent() || bytes(kernel.modules()) <= most) {
      return Optional.empty();
    }
    Key key = Key.of("guest-modules", RECIPE, kernel.keyDigest(), String.join(" ", needed));
    Path installed = Path.of("lib/modules").resolve(kernel.release());
    return Optional.of(
        store.obtain(
            key,
            directory ->
                divide(
                    kernel.modules().resolve(installed),
                    needed,
                    Files.createDirectories(directory.resolve(MODULES).resolve(installed)),
                    directory)));
  }

  private static long bytes(Path modules) {
    return HostIo.get(
        "cannot list " + modules,
        () -> {
          try (Stream<Path> files = Files.walk(modules)) {
            return files
                .filter(file -> file.toString().endsWith(".ko"))
                .mapToLong(file -> file.toFile().length())
                .sum();
          }
        });
  }

  private static void divide(Path all, List<String> needed, Path target, Path directory)
      throws IOException {
    ModuleIndex index = ModuleIndex.read(all);
    Map<String, List<String>> own = index.closure(needed);
    for (String module : own.keySet()) {
      Path file = Path.of(index.file(module).orElseThrow());
      Files.createDirectories(target.resolve(file).getParent());
      Files.createLink(target.resolve(file), all.resolve(file));
    }
    Files.writeString(
        target.resolve(ModuleIndex.DEPENDENCIES), index.lines(own), StandardCharsets.US_ASCII);
    for (String list : List.of("modules.builtin", "modules.devname")) {
      Files.copy(all.resolve(list), target.resolve(list));
    }
    ModuleDisks.write(index, index.all(), all, directory);
  }

  /** Returns the directory that holds {@code lib/modules/RELEASE/} with what comes with a guest. */
  public static Path modules(Entry entry) {
    return entry.folder().resolve(MODULES);
  }

  /** Returns the disk with all modules. */
  public static Path disk(Entry entry) {
    return ModuleDisk.of(entry.folder()).orElseThrow();
  }
}
