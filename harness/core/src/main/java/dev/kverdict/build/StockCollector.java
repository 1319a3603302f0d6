package dev.kverdict.build;

import dev.kverdict.InfraError;
import dev.kverdict.UserError;
import dev.kverdict.binary.ModuleName;
import dev.kverdict.host.Command;
import dev.kverdict.host.CommandResult;
import dev.kverdict.host.Lane;
import dev.kverdict.kernel.KernelArtefact;
import dev.kverdict.model.KernelDef;
import dev.kverdict.store.Digests;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Puts a stock kernel, the modules that were built again, and those of its own that a trial needs
 * into an artefact.
 */
final class StockCollector {

  /** What a guest needs of ours: the bus, disks, the agent's port, a witness of panics. */
  private static final List<String> MACHINE =
      List.of("virtio_pci", "virtio_blk", "virtio_console", "pvpanic_pci");

  private final Lane lane;

  StockCollector(Lane lane) {
    this.lane = lane;
  }

  /**
   * @param image what the distribution ships
   * @param tree where the folders were built
   * @param folder the artefact's
   */
  void collect(
      KernelDef def, String release, Path image, Path tree, Collection<String> folders, Path folder)
      throws IOException {
    ModuleIndex index = ModuleIndex.read(image.resolve("modules"));
    NavigableMap<String, Path> rebuilt = rebuilt(tree, folders);
    if (rebuilt.isEmpty()) {
      throw new UserError(
          "kernel " + def.name(),
          "the stock kernel has no module in " + String.join(", ", folders),
          "name folders of modules under rebuild:");
    }
    for (Map.Entry<String, Path> module : rebuilt.entrySet()) {
      index.rebuilt(module.getKey(), dependencies(module.getValue()));
    }
    Path target = folder.resolve("modules/lib/modules").resolve(release);
    Files.createDirectories(target);
    for (Path built : rebuilt.values()) {
      Path debug = folder.resolve("debug").resolve(tree.relativize(built));
      Files.createDirectories(parent(debug));
      Files.copy(built, debug);
      ArtefactCollector.linkSources(
          built, folder.resolve("source").resolve(tree.relativize(built)));
    }
    Map<String, List<String>> needed = index.closure(wanted(def, index));
    Map<String, Path> loaded = new TreeMap<>();
    for (String module : needed.keySet()) {
      loaded.put(module, place(module, index, rebuilt, image.resolve("modules"), target));
    }
    Files.writeString(
        target.resolve(ModuleIndex.DEPENDENCIES), lines(needed, index), StandardCharsets.US_ASCII);
    Files.copy(image.resolve("modules/modules.builtin"), target.resolve("modules.builtin"));
    Files.createLink(folder.resolve("vmlinux"), image.resolve("vmlinux")); // nobody writes to it
    Files.copy(image.resolve("config"), folder.resolve("config"));
    describe(release, loaded, rebuilt, folder);
  }

  private static List<String> wanted(KernelDef def, ModuleIndex index) {
    for (String module : def.modules()) {
      if (!index.knows(module)) {
        throw new UserError(
            "kernel " + def.name(),
            "the stock kernel has no module '" + module + "'",
            "mend modules:");
      }
    }
    return Stream.concat(MACHINE.stream(), def.modules().stream()).toList();
  }

  /** Built again, without debug information, or the distribution's own. */
  private Path place(
      String module, ModuleIndex index, Map<String, Path> rebuilt, Path stock, Path target)
      throws IOException {
    String file = index.file(module).orElseThrow();
    Path at = target.resolve(file);
    Files.createDirectories(parent(at));
    Path built = rebuilt.get(module);
    if (built == null) {
      Files.createLink(at, stock.resolve(file));
    } else {
      run(Strip.command("-g", built, at));
    }
    return at;
  }

  private static String lines(Map<String, List<String>> needed, ModuleIndex index) {
    StringBuilder lines = new StringBuilder();
    for (List<String> order : needed.values()) {
      lines.append(
          ModuleIndex.line(
              order.stream().map(module -> index.file(module).orElseThrow()).toList()));
    }
    return lines.toString();
  }

  /** All that was built again counts as code, also what a trial does not load. */
  private static void describe(
      String release, Map<String, Path> loaded, Map<String, Path> rebuilt, Path folder)
      throws IOException {
    Map<String, String> buildIds = new TreeMap<>();
    MessageDigest code = Digests.sha256();
    ArtefactCollector.describe("vmlinux", folder.resolve("vmlinux"), buildIds, code);
    Map<String, Path> all = new TreeMap<>(loaded);
    all.putAll(rebuilt);
    for (Map.Entry<String, Path> module : all.entrySet()) {
      ArtefactCollector.describe(module.getKey(), module.getValue(), buildIds, code);
    }
    KernelArtefact.write(
        folder,
        new KernelArtefact.Facts(ArtefactCollector.SCHEMA, release, buildIds, Digests.hex(code)));
  }

  private static NavigableMap<String, Path> rebuilt(Path tree, Collection<String> folders)
      throws IOException {
    NavigableMap<String, Path> modules = new TreeMap<>();
    for (String folder : folders) {
      for (Path file : PlainFiles.below(tree.resolve(folder), StockCollector::isModule)) {
        modules.put(ModuleName.of(file.toString()), file);
      }
    }
    return modules;
  }

  private static boolean isModule(Path file) {
    return file.toString().endsWith(".ko") && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
  }

  private List<String> dependencies(Path module) {
    CommandResult told =
        run(
            Command.of(parent(module), "modinfo", "-F", "depends", module.toString())
                .reading(module));
    List<String> names = new ArrayList<>(List.of(String.join(",", told.output()).split(",", -1)));
    names.removeIf(String::isBlank);
    return names;
  }

  private CommandResult run(Command command) {
    CommandResult result = lane.run(command);
    if (!result.ok()) {
      throw new InfraError("cannot collect the stock kernel: " + result.summary());
    }
    return result;
  }

  private static Path parent(Path file) {
    return Objects.requireNonNull(file.getParent(), "a file's folder");
  }
}
