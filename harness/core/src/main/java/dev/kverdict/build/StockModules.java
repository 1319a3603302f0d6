package dev.kverdict.build;

import dev.kverdict.InfraError;
import dev.kverdict.binary.ElfFile;
import dev.kverdict.kernel.ModuleDisk;
import dev.kverdict.store.Digests;
import dev.kverdict.store.Entry;
import dev.kverdict.store.Key;
import dev.kverdict.store.Store;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The modules of a stock kernel that a guest may load on demand, on a disk that all artefacts of
 * that kernel share.
 */
record StockModules(Store store) {

  private static final int RECIPE = 1;
  private static final String ALIASES = "modules.alias";

  /**
   * Returns the disk, made first if it is not in the store.
   *
   * @param kernel the kernel's image, whose build-id no other build has
   * @param modules directory of all its modules
   */
  Entry disk(Path kernel, Path modules) throws IOException {
    String build =
        ElfFile.read(kernel)
            .buildId()
            .orElseThrow(() -> new InfraError(kernel + " has no build-id"));
    Key key =
        Key.of(
            "module-disk",
            RECIPE,
            build,
            Digests.ofFile(modules.resolve(ModuleIndex.DEPENDENCIES)));
    return store.obtain(key, directory -> write(modules, directory));
  }

  private static void write(Path modules, Path directory) throws IOException {
    ModuleIndex index = ModuleIndex.read(modules);
    Map<String, List<String>> needed = index.closure(index.requestable());
    Map<String, String> lists = new LinkedHashMap<>();
    lists.put(ModuleIndex.DEPENDENCIES, index.lines(needed));
    lists.put(ALIASES, aliases(modules));
    List<String> files =
        needed.keySet().stream().map(module -> index.file(module).orElseThrow()).sorted().toList();
    ModuleDisk.write(lists, modules, files, directory);
  }

  /** The kernel asks for no device by its bus and number: that is what udev does. */
  private static String aliases(Path modules) throws IOException {
    return Files.readAllLines(modules.resolve(ALIASES), StandardCharsets.ISO_8859_1).stream()
        .filter(line -> line.startsWith("alias ") && !line.contains(":"))
        .map(line -> line + "\n")
        .collect(Collectors.joining());
  }
}
