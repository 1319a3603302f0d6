package dev.kverdict.build;

import dev.kverdict.patch.ChangedFile;
import dev.kverdict.patch.ParsedPatch;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The modules a patch changes, if it changes nothing else.
 *
 * @param files the files it changes
 * @param objects the objects to compile again
 * @param modules the modules to link again, without suffix
 * @param directories source directories on the way to a changed file; these must be real
 *     directories, not links, or {@code ..} would escape the tree
 */
record ModuleChange(
    NavigableSet<String> files,
    NavigableSet<String> objects,
    NavigableSet<String> modules,
    NavigableSet<String> directories) {

  /**
   * Options that make modules depend on more than their own objects: on each other's symbols, on
   * the kernel's types, or on a step of their installation.
   */
  private static final Pattern ENTANGLED =
      Pattern.compile(
          "CONFIG_(MODVERSIONS|MODULE_SRCVERSION_ALL|TRIM_UNUSED_KSYMS|DEBUG_INFO_BTF_MODULES"
              + "|MODULE_SIG|MODULE_COMPRESS|MODULE_COMPRESS_(?!NONE)\\w+|LTO_CLANG|CFI_CLANG)=y");

  /** Thrown when the whole kernel has to be made. */
  static final class Unfit extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<String> lines;

    Unfit(String why) {
      this(why, List.of());
    }

    /**
     * @param lines the output of make, if it was tried
     */
    Unfit(String why, List<String> lines) {
      super(why);
      this.lines = List.copyOf(lines);
    }

    /** Returns the reason for a person. */
    String why() {
      return String.valueOf(getMessage());
    }

    /** Returns what make printed for the modules alone; empty unless that was tried and failed. */
    List<String> lines() {
      return lines;
    }
  }

  /**
   * Returns the change that patches make.
   *
   * @param config the lines of the kernel's configuration
   * @throws Unfit when they may change more than modules, or when that is not known
   */
  static ModuleChange of(List<ParsedPatch> patches, ObjectIndex index, List<String> config)
      throws Unfit {
    for (String option : config) {
      if (ENTANGLED.matcher(option).matches()) {
        throw new Unfit(option);
      }
    }
    NavigableSet<String> files = files(patches);
    NavigableSet<String> objects = new TreeSet<>();
    NavigableSet<String> modules = new TreeSet<>();
    NavigableSet<String> directories = new TreeSet<>();
    Map<String, List<ObjectIndex.Use>> uses = index.uses();
    for (String file : files) {
      directories.add(parent(file));
      for (ObjectIndex.Use use : uses.getOrDefault(file, List.of())) {
        List<String> owners = index.modules().getOrDefault(use.object(), List.of());
        if (owners.isEmpty() || !index.order().containsAll(owners)) {
          throw new Unfit(file + " is part of " + use.object() + ", which is in no module");
        }
        objects.add(use.object());
        modules.addAll(owners);
        directories.add(parent(use.object()));
        directories.addAll(left(use.spelled()));
      }
      if (!uses.containsKey(file)) {
        throw new Unfit("no object is known to be made from " + file);
      }
    }
    return new ModuleChange(files, objects, modules, directories);
  }

  private static NavigableSet<String> files(List<ParsedPatch> patches) throws Unfit {
    NavigableSet<String> files = new TreeSet<>();
    for (ParsedPatch patch : patches) {
      for (ChangedFile file : patch.files()) {
        String path = file.path();
        if (!file.oldPath().equals(file.newPath()) || file.binary() || file.hunks().isEmpty()) {
          throw new Unfit(path + " is new, gone, renamed or not a text");
        }
        if (!path.endsWith(".c") && !path.endsWith(".h")) {
          throw new Unfit(path + " is no C file");
        }
        files.add(path);
      }
    }
    if (files.isEmpty()) {
      throw new Unfit("nothing is changed");
    }
    return files;
  }

  /** Returns the directories below the root of the source that a path enters and leaves again. */
  private static NavigableSet<String> left(String spelled) {
    NavigableSet<String> directories = new TreeSet<>();
    Deque<String> inside = new ArrayDeque<>();
    for (Path part : Path.of(spelled)) {
      if (part.toString().equals(".")) {
        continue;
      }
      if (!part.toString().equals("..")) {
        inside.addLast(part.toString());
      } else if (!inside.isEmpty()) {
        directories.add(String.join("/", inside));
        inside.removeLast();
      }
    }
    return directories;
  }

  private static String parent(String file) {
    Path directory = Path.of(file).getParent();
    return directory == null ? "" : directory.toString();
  }
}
