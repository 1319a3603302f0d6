package dev.kverdict.kernel;

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
 * The modules of an installed kernel that a guest may load on demand, on a disk that all artefacts
 * of that kernel share.
 */
public record ModuleDisks(Store store) {

  private static final int RECIPE = 1;
  private static final String ALIASES = "modules.alias";

  /**
   * Returns the disk, made first if it is not in the store.
   *
   * @param build what no other build of these modules has
   * @param modules directory of all modules
   */
  public Entry disk(String build, Path modules) throws IOException {
    Key key =
        Key.of(
            "module-disk",
            RECIPE,
            build,
            Digests.ofFile(modules.resolve(ModuleIndex.DEPENDENCIES)));
    ModuleIndex index = ModuleIndex.read(modules);
    return store.obtain(key, directory -> write(index, index.requestable(), modules, directory));
  }

  /** Writes a disk with some modules and what they depend on. */
  static void write(ModuleIndex index, List<String> wanted, Path modules, Path directory)
      throws IOException {
    Map<String, List<String>> needed = index.closure(wanted);
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
