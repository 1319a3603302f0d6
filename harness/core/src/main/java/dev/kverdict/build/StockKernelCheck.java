package dev.kverdict.build;

import dev.kverdict.model.KernelDef;
import dev.kverdict.model.KernelSource;
import dev.kverdict.patch.PatchSet;
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
   * @param patch what is applied on top of the kernel's own patches
   */
  public static List<String> objections(KernelDef kernel, PatchSet patch) {
    return kernel
        .source()
        .match(
            debian -> List.of(),
            distro -> objections(folders(kernel), kernel.prepare().and(patch).paths()));
  }

  /** The folders whose modules are built again. */
  static SortedSet<String> folders(KernelDef kernel) {
    List<String> asked = stock(kernel).rebuild();
    return asked.isEmpty() ? touched(kernel.prepare().paths()) : new TreeSet<>(asked);
  }

  /** The source of a kernel as a distribution ships it. */
  static KernelSource.Distro stock(KernelDef kernel) {
    return kernel
        .source()
        .match(
            debian -> {
              throw new IllegalArgumentException(kernel.name() + " is no stock kernel");
            },
            distro -> distro);
  }

  /** The directories of some files, without those that lie in another one. */
  static SortedSet<String> touched(SortedSet<String> paths) {
    SortedSet<String> folders = new TreeSet<>();
    for (String path : paths) {
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

  static List<String> objections(SortedSet<String> folders, SortedSet<String> paths) {
    List<String> objections = new ArrayList<>();
    for (String path : paths) {
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
}
