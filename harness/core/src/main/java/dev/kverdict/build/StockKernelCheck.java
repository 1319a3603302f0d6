package dev.kverdict.build;

import dev.kverdict.model.KernelDef;
import dev.kverdict.model.KernelSource;
import dev.kverdict.patch.ChangedFile;
import dev.kverdict.patch.ParsedPatch;
import dev.kverdict.patch.PatchFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Whether a patch can be tried on a stock kernel by building some folders of modules again. Outside
 * of these, nothing of a patch would take effect, without a word from the build.
 */
public final class StockKernelCheck {

  private static final int MOST = 10;

  private StockKernelCheck() {}

  /**
   * Why a kernel with some patch files cannot be had that way, a line each; none for a source that
   * is built as a whole.
   *
   * @param files patch files on top of the kernel's own
   */
  public static List<String> objections(KernelDef kernel, List<Path> files) {
    return switch (kernel.source().kind()) {
      case DEBIAN -> List.of();
      case DISTRO -> {
        List<Path> all = new ArrayList<>(kernel.prepare());
        all.addAll(files);
        yield objections(folders(kernel), PatchFiles.read(all));
      }
    };
  }

  /** The folders whose modules are built again. */
  static SortedSet<String> folders(KernelDef kernel) {
    List<String> asked = ((KernelSource.Distro) kernel.source()).rebuild();
    return asked.isEmpty() ? touched(PatchFiles.read(kernel.prepare())) : new TreeSet<>(asked);
  }

  /** The folders of the files that patches touch, without those that lie in another one. */
  static SortedSet<String> touched(List<ParsedPatch> patches) {
    SortedSet<String> folders = new TreeSet<>();
    for (String path : paths(patches)) {
      int slash = path.lastIndexOf('/');
      if (slash > 0) {
        folders.add(path.substring(0, slash));
      }
    }
    SortedSet<String> outer = new TreeSet<>(folders);
    outer.removeIf(
        folder ->
            folders.stream()
                .anyMatch(other -> !other.equals(folder) && folder.startsWith(other + "/")));
    return outer;
  }

  static List<String> objections(SortedSet<String> folders, List<ParsedPatch> patches) {
    List<String> objections = new ArrayList<>();
    for (String path : paths(patches)) {
      String name = path.substring(path.lastIndexOf('/') + 1);
      boolean inside = folders.stream().anyMatch(folder -> path.startsWith(folder + "/"));
      if (!inside) {
        objections.add(
            path + " lies outside of what is rebuilt (" + String.join(", ", folders) + ")");
      } else if (name.matches("(Kconfig|Makefile|Kbuild).*")) {
        objections.add(path + " decides what is built, which the stock kernel has decided");
      }
    }
    return objections.size() <= MOST ? objections : objections.subList(0, MOST);
  }

  /** Old and new: what is renamed leaves one place and comes to another. */
  static SortedSet<String> paths(List<ParsedPatch> patches) {
    SortedSet<String> paths = new TreeSet<>();
    for (ParsedPatch patch : patches) {
      for (ChangedFile file : patch.files()) {
        paths.add(file.oldPath());
        paths.add(file.newPath());
      }
    }
    paths.remove("");
    return paths;
  }
}
