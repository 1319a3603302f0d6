package dev.kverdict.kernel;

import dev.kverdict.HostIo;
import dev.kverdict.binary.ModuleName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What a kernel's guest differs in from its control's, if that is nothing but modules which no boot
 * loads. Files are compared, not how they were made.
 *
 * @param modules the modules that differ, by their files below {@code lib/modules/RELEASE/}
 * @param objection what else differs, for a person; empty if nothing does
 */
public record ModuleChanges(Map<String, Path> modules, String objection) {

  private static final String SUFFIX = ".ko";

  /** The lists that decide which module is loaded, when, and after which others. */
  private static final List<String> LISTS =
      List.of(
          ModuleIndex.DEPENDENCIES,
          "modules.alias",
          "modules.softdep",
          "modules.builtin",
          "modules.devname");

  public ModuleChanges {
    modules = Map.copyOf(modules);
  }

  /**
   * Compares a kernel with its control.
   *
   * @param booting the modules that a guest loads before the agent takes requests
   */
  public static ModuleChanges of(
      KernelArtefact control, KernelArtefact kernel, List<String> booting) {
    return HostIo.get(
        "cannot compare the kernels in " + control.folder() + " and " + kernel.folder(),
        () -> compare(control, kernel, booting));
  }

  private static ModuleChanges compare(
      KernelArtefact control, KernelArtefact kernel, List<String> booting) throws IOException {
    if (!same(control.boots(), kernel.boots())) {
      return differing("its kernel image is another");
    }
    Optional<Path> disk = control.moreModules();
    if (disk.isPresent() != kernel.moreModules().isPresent()
        || (disk.isPresent() && !same(disk.get(), kernel.moreModules().get()))) {
      return differing("its disk of modules is another");
    }
    Path before = installed(control);
    Path after = installed(kernel);
    for (String list : LISTS) {
      if (!same(before.resolve(list), after.resolve(list))) {
        return differing("its " + list + " is another");
      }
    }
    List<String> files = modules(before);
    if (!files.equals(modules(after))) {
      return differing("it has other modules");
    }
    Map<String, Path> changed = new TreeMap<>();
    for (String file : files) {
      if (!same(before.resolve(file), after.resolve(file))) {
        changed.put(file, after.resolve(file));
      }
    }
    return loaded(before, booting).stream()
        .filter(changed::containsKey)
        .findFirst()
        .map(file -> differing("every boot loads " + ModuleName.of(file)))
        .orElseGet(() -> new ModuleChanges(changed, ""));
  }

  private static ModuleChanges differing(String objection) {
    return new ModuleChanges(Map.of(), objection);
  }

  private static Path installed(KernelArtefact kernel) {
    return kernel.modules().resolve("lib/modules").resolve(kernel.release());
  }

  /** Compares two files, or the lack of two. */
  private static boolean same(Path one, Path other) throws IOException {
    if (!Files.exists(one) || !Files.exists(other)) {
      return Files.exists(one) == Files.exists(other);
    }
    return Files.isSameFile(one, other) || Files.mismatch(one, other) < 0;
  }

  private static List<String> modules(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(file -> file.toString().endsWith(SUFFIX))
          .map(file -> directory.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  /** Returns the files of some modules, and of what they need. */
  private static TreeSet<String> loaded(Path directory, List<String> names) throws IOException {
    TreeSet<String> loaded = new TreeSet<>();
    Path list = directory.resolve(ModuleIndex.DEPENDENCIES);
    if (Files.exists(list)) {
      for (String line : Files.readAllLines(list, StandardCharsets.ISO_8859_1)) {
        List<String> files = List.of(line.replaceFirst(":", " ").strip().split("\\s+", -1));
        if (names.contains(ModuleName.of(files.get(0)))) {
          loaded.addAll(files);
        }
      }
    }
    return loaded;
  }
}
