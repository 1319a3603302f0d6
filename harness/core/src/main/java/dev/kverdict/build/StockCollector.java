package dev.kverdict.build;

import dev.kverdict.UserError;
import dev.kverdict.binary.ModuleName;
import dev.kverdict.host.Command;
import dev.kverdict.host.CommandResult;
import dev.kverdict.host.Lane;
import dev.kverdict.kernel.KernelArtefact;
import dev.kverdict.kernel.ModuleDisk;
import dev.kverdict.kernel.ModuleIndex;
import dev.kverdict.model.KernelDef;
import dev.kverdict.store.Entry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Collects a stock kernel, the modules that were built again, and the stock modules that a trial
 * needs.
 */
final class StockCollector {

  /**
   * The modules that the harness needs in a guest (bus, disks, agent's port, panic witness), and
   * the one file system that a usual system mounts and no request loads.
   */
  private static final List<String> MACHINE =
      List.of("virtio_pci", "virtio_blk", "virtio_console", "pvpanic_pci", "configfs");

  private final Lane lane;

  /** By the file in the store, which never changes: it is large, and that of each variant. */
  private final Map<Path, KernelCode> kernels = new ConcurrentHashMap<>();

  StockCollector(Lane lane) {
    this.lane = lane;
  }

  /**
   * Fills the directory of an artefact.
   *
   * @param image the files that the distribution ships
   * @param disk the disk with the modules that a guest loads on demand
   * @param tree the tree in which the directories were built
   * @param control what the same modules are linked from instead of copied, or null
   * @param directory the artefact's directory
   */
  void collect(
      KernelDef def,
      String release,
      Path image,
      Entry disk,
      Path tree,
      Collection<String> directories,
      @Nullable KernelArtefact control,
      Path directory)
      throws IOException {
    NavigableMap<String, Path> rebuilt = rebuilt(tree, directories);
    if (rebuilt.isEmpty()) {
      throw new UserError(
          "kernel " + def.name(),
          "the stock kernel has no module in " + String.join(", ", directories),
          "name directories of modules under rebuild:");
    }
    Map<Path, Path> same = new HashMap<>();
    for (Path built : rebuilt.values()) {
      Path debug = directory.resolve("debug").resolve(tree.relativize(built));
      Files.createDirectories(PlainFiles.parent(debug));
      Path before =
          control == null ? built : control.debugModules().resolve(tree.relativize(built));
      if (control != null && Files.exists(before) && Files.mismatch(built, before) == -1) {
        Files.createLink(debug, before);
        same.put(built, control.folder());
      } else {
        Files.copy(built, debug);
      }
      ArtefactCollector.linkSources(
          built, directory.resolve("source").resolve(tree.relativize(built)));
    }
    collect(def, release, image, disk, rebuilt, same, directory);
  }

  /** Fills the directory of an artefact of a kernel of which nothing is built again. */
  void collect(KernelDef def, String release, Path image, Entry disk, Path directory)
      throws IOException {
    collect(def, release, image, disk, new TreeMap<>(), Map.of(), directory);
  }

  /**
   * @param same which of the rebuilt modules another artefact has, too, and its directory
   */
  private void collect(
      KernelDef def,
      String release,
      Path image,
      Entry disk,
      NavigableMap<String, Path> rebuilt,
      Map<Path, Path> same,
      Path directory)
      throws IOException {
    ModuleIndex index = ModuleIndex.read(image.resolve("modules"));
    for (Map.Entry<String, Path> module : rebuilt.entrySet()) {
      index.rebuilt(module.getKey(), dependencies(module.getValue()));
    }
    Path target = directory.resolve("modules/lib/modules").resolve(release);
    Files.createDirectories(target);
    Map<String, List<String>> needed = index.closure(wanted(def, index));
    // Whatever was built again comes before its like on the disk, whoever asks for it.
    Map<String, List<String>> own = index.closure(List.copyOf(rebuilt.keySet()));
    own.keySet().retainAll(rebuilt.keySet());
    needed.putAll(own);
    Map<String, Path> code = new TreeMap<>(rebuilt);
    for (String module : needed.keySet()) {
      Path at = target.resolve(index.file(module).orElseThrow());
      Files.createDirectories(PlainFiles.parent(at));
      Path built = rebuilt.get(module);
      if (built == null) {
        Files.createLink(at, image.resolve("modules").resolve(target.relativize(at)));
      } else if (same.containsKey(built)) {
        Files.createLink(at, same.get(built).resolve(directory.relativize(at)));
      } else {
        run(Strip.command("-g", built, at)); // its debug information is kept elsewhere
      }
      code.putIfAbsent(module, at);
    }
    Files.writeString(
        target.resolve(ModuleIndex.DEPENDENCIES), index.lines(needed), StandardCharsets.US_ASCII);
    for (String list : List.of("modules.builtin", "modules.devname")) {
      Files.copy(image.resolve("modules").resolve(list), target.resolve(list));
    }
    ModuleDisk.link(disk.folder(), directory);
    Files.createLink(directory.resolve("vmlinux"), image.resolve("vmlinux")); // nobody writes to it
    Files.copy(image.resolve("config"), directory.resolve("config"));
    ArtefactCollector.describe(
        release,
        kernel(image.resolve("vmlinux")),
        code.entrySet(),
        List.of(disk.key().digest()),
        directory);
  }

  private KernelCode kernel(Path vmlinux) throws IOException {
    KernelCode known = kernels.get(vmlinux);
    if (known == null) {
      known = KernelCode.read(vmlinux);
      kernels.put(vmlinux, known);
    }
    return known;
  }

  private static List<String> wanted(KernelDef def, ModuleIndex index) {
    for (String module : def.modules()) {
      if (!index.knows(module)) {
        throw new UserError(
            "kernel " + def.name(), "the kernel has no module '" + module + "'", "fix modules:");
      }
    }
    return Stream.concat(MACHINE.stream(), def.modules().stream()).toList();
  }

  private static NavigableMap<String, Path> rebuilt(Path tree, Collection<String> directories)
      throws IOException {
    NavigableMap<String, Path> modules = new TreeMap<>();
    for (String directory : directories) {
      for (Path file : PlainFiles.below(tree.resolve(directory), StockCollector::isModule)) {
        modules.put(ModuleName.of(file.toString()), file);
      }
    }
    return modules;
  }

  private static boolean isModule(Path file) {
    return file.toString().endsWith(".ko") && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
  }

  private List<String> dependencies(Path module) {
    CommandResult result =
        run(
            Command.of(PlainFiles.parent(module), "modinfo", "-F", "depends", module.toString())
                .reading(module));
    List<String> names = new ArrayList<>(List.of(String.join(",", result.output()).split(",", -1)));
    names.removeIf(String::isBlank);
    return names;
  }

  private CommandResult run(Command command) {
    return lane.run(command).orThrow("cannot collect the stock kernel");
  }
}
