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
 * What patches come to for a built kernel, when that is a change of modules and of nothing else.
 *
 * @param files the files they change
 * @param objects what has to be compiled again
 * @param modules what has to be linked again, without suffix
 * @param folders of the source, those through which a changed file is reached: in a tree of links
 *     they must be real, or a path with {@code ..} would lead out of it
 */
record ModuleChange(
    NavigableSet<String> files,
    NavigableSet<String> objects,
    NavigableSet<String> modules,
    NavigableSet<String> folders) {

  /**
   * Options whose modules depend on more than their own objects: on each other's symbols, on the
   * kernel's types, or on a step of their installation.
   */
  private static final Pattern ENTANGLED =
      Pattern.compile(
          "CONFIG_(MODVERSIONS|MODULE_SRCVERSION_ALL|TRIM_UNUSED_KSYMS|DEBUG_INFO_BTF_MODULES"
              + "|MODULE_SIG|MODULE_COMPRESS|MODULE_COMPRESS_(?!NONE)\\w+|LTO_CLANG|CFI_CLANG)=y");

  /** Why the whole kernel has to be made. */
  static final class Unfit extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<String> lines;

    Unfit(String why) {
      this(why, List.of());
    }

    /**
     * @param lines what make said, when it was tried
     */
    Unfit(String why, List<String> lines) {
      super(why);
      this.lines = List.copyOf(lines);
    }

    /** The reason as a person reads it. */
    String why() {
      return String.valueOf(getMessage());
    }

    /** What make said of the modules alone; empty when it was not tried, or did not fail. */
    List<String> lines() {
      return lines;
    }
  }

  /**
   * What patches change.
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
    NavigableSet<String> folders = new TreeSet<>();
    Map<String, List<ObjectIndex.Use>> uses = index.uses();
    for (String file : files) {
      folders.add(parent(file));
      for (ObjectIndex.Use use : uses.getOrDefault(file, List.of())) {
        List<String> owners = index.modules().getOrDefault(use.object(), List.of());
        if (owners.isEmpty() || !index.order().containsAll(owners)) {
          throw new Unfit(file + " is part of " + use.object() + ", which is in no module");
        }
        objects.add(use.object());
        modules.addAll(owners);
        folders.add(parent(use.object()));
        folders.addAll(left(use.spelled()));
      }
      if (!uses.containsKey(file)) {
        throw new Unfit("no object is known to be made from " + file);
      }
    }
    return new ModuleChange(files, objects, modules, folders);
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

  /** The folders below the source's root that a path enters and leaves again. */
  private static NavigableSet<String> left(String spelled) {
    NavigableSet<String> folders = new TreeSet<>();
    Deque<String> inside = new ArrayDeque<>();
    for (Path part : Path.of(spelled)) {
      if (part.toString().equals(".")) {
        continue;
      }
      if (!part.toString().equals("..")) {
        inside.addLast(part.toString());
      } else if (!inside.isEmpty()) {
        folders.add(String.join("/", inside));
        inside.removeLast();
      }
    }
    return folders;
  }

  private static String parent(String file) {
    Path folder = Path.of(file).getParent();
    return folder == null ? "" : folder.toString();
  }
}
