package dev.kverdict.kernel;

import dev.kverdict.binary.ModuleName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The dependencies of a kernel's modules in the order of loading, as depmod(8) wrote them. Soft
 * dependencies, such as a checksum's implementation, count as needed: of several modules that
 * provide one, a trial loads the same on every processor.
 */
public final class ModuleIndex {

  /** The file beside the modules that the guest's agent reads. */
  public static final String DEPENDENCIES = "modules.dep";

  private final Map<String, String> files = new HashMap<>();
  private final Map<String, List<String>> needs = new HashMap<>();
  private final Map<String, List<String>> softNeeds = new HashMap<>();
  private final Map<String, List<String>> aliases = new HashMap<>();
  private final Set<String> picky = new HashSet<>();
  private final Set<String> ofDevices = new HashSet<>();
  private final Set<String> ofOthers = new HashSet<>();
  private final Set<String> builtin = new HashSet<>();

  private ModuleIndex() {}

  /** Reads depmod's files in {@code lib/modules/RELEASE/}. */
  public static ModuleIndex read(Path directory) throws IOException {
    ModuleIndex index = new ModuleIndex();
    for (String line : lines(directory.resolve(DEPENDENCIES))) {
      String[] words = line.split("[:\\s]+", -1);
      String name = ModuleName.of(words[0]);
      index.files.put(name, words[0]);
      index.needs.put(
          name,
          List.of(words).stream().skip(1).filter(w -> !w.isEmpty()).map(ModuleName::of).toList());
    }
    for (String line : lines(directory.resolve("modules.softdep"))) {
      index.soft(line.split("\\s+", -1));
    }
    for (String line : lines(directory.resolve("modules.alias"))) {
      index.alias(line.split("\\s+", -1));
    }
    for (String line : lines(directory.resolve("modules.builtin"))) {
      index.builtin.add(ModuleName.of(line));
    }
    return index;
  }

  private static List<String> lines(Path file) throws IOException {
    return Files.readAllLines(file, StandardCharsets.ISO_8859_1).stream()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .toList();
  }

  /** {@code softdep NAME pre: A B post: C}. */
  private void soft(String[] words) {
    boolean before = false;
    for (int i = 2; i < words.length; i++) {
      if (words[i].endsWith(":")) {
        before = words[i].equals("pre:");
      } else if (before) {
        softNeeds.computeIfAbsent(ModuleName.of(words[1]), key -> new ArrayList<>()).add(words[i]);
      }
    }
  }

  /** {@code alias PATTERN NAME}; a module for processors with some feature fails on others. */
  private void alias(String[] words) {
    if (words.length == 3) {
      aliases
          .computeIfAbsent(ModuleName.of(words[1]), key -> new ArrayList<>())
          .add(ModuleName.of(words[2]));
      if (words[1].startsWith("cpu:")) {
        picky.add(ModuleName.of(words[2]));
      }
      boolean device = words[1].contains(":") && !words[1].startsWith("virtio:");
      (device ? ofDevices : ofOthers).add(ModuleName.of(words[2]));
    }
  }

  /** Replaces the dependencies of a module that was built again. */
  public void rebuilt(String module, List<String> dependencies) {
    needs.put(ModuleName.of(module), dependencies.stream().map(ModuleName::of).toList());
  }

  /** Returns whether the kernel has a module of this name, as a file or built in. */
  public boolean knows(String module) {
    return files.containsKey(ModuleName.of(module)) || builtin.contains(ModuleName.of(module));
  }

  /** Returns a module's file below the directory; empty for one that is built in. */
  public Optional<String> file(String module) {
    return Optional.ofNullable(files.get(ModuleName.of(module)));
  }

  /**
   * Returns everything that some modules need, themselves included, each with its dependencies in
   * the order of loading, itself last. Modules that are built in or missing are left out.
   */
  public Map<String, List<String>> closure(List<String> modules) {
    Map<String, List<String>> all = new LinkedHashMap<>();
    for (String module : modules) {
      for (String needed : order(module)) {
        all.computeIfAbsent(needed, this::order);
      }
    }
    return all;
  }

  /**
   * Returns all modules but those that only drive devices, known by a bus and a number, which no
   * guest has: two thirds of a distribution's.
   */
  List<String> requestable() {
    return files.keySet().stream()
        .filter(module -> !ofDevices.contains(module) || ofOthers.contains(module))
        .sorted()
        .toList();
  }

  /** Returns all modules, in the order of their names. */
  List<String> all() {
    return files.keySet().stream().sorted().toList();
  }

  /** Returns the text of {@link #DEPENDENCIES} for what {@link #closure} returned. */
  public String lines(Map<String, List<String>> needed) {
    StringBuilder lines = new StringBuilder();
    for (List<String> order : needed.values()) {
      lines.append(line(order.stream().map(module -> file(module).orElseThrow()).toList()));
    }
    return lines.toString();
  }

  private List<String> order(String module) {
    Set<String> loaded = new LinkedHashSet<>();
    load(ModuleName.of(module), loaded, new HashSet<>());
    return List.copyOf(loaded);
  }

  private void load(String module, Set<String> loaded, Set<String> visited) {
    if (!files.containsKey(module) || !visited.add(module)) {
      return;
    }
    for (String wanted : softNeeds.getOrDefault(module, List.of())) {
      provider(wanted).ifPresent(found -> load(found, loaded, visited));
    }
    for (String needed : needs.getOrDefault(module, List.of())) {
      load(needed, loaded, visited);
    }
    loaded.add(module);
  }

  /**
   * Finds a module by its name or an alias, preferably one that every processor can run. One that
   * is built in is no answer: f2fs wants crc32 and means an algorithm of the crypto API, while the
   * library of that name is always built in.
   */
  private Optional<String> provider(String wanted) {
    String name = ModuleName.of(wanted);
    if (files.containsKey(name)) {
      return Optional.of(name);
    }
    List<String> able = aliases.getOrDefault(name, List.of());
    Optional<String> modest = able.stream().filter(one -> !picky.contains(one)).findFirst();
    return builtin.contains(name) ? modest : modest.or(() -> able.stream().findFirst());
  }

  /** Returns a line of {@link #DEPENDENCIES}, reversed: the agent loads from last to first. */
  static String line(List<String> paths) {
    StringBuilder line = new StringBuilder(paths.get(paths.size() - 1)).append(':');
    for (int i = paths.size() - 2; i >= 0; i--) {
      line.append(' ').append(paths.get(i));
    }
    return line.append('\n').toString();
  }
}
