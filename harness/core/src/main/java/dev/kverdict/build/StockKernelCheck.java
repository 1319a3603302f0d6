package dev.kverdict.build;

import dev.kverdict.model.KernelDef;
import dev.kverdict.model.KernelSource;
import dev.kverdict.patch.PatchSet;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Checks whether a patch can be tried on a stock kernel by building some directories of modules
 * again. Outside of these a patch would have no effect, and the build would not say so.
 */
public final class StockKernelCheck {

  private static final int MOST = 10;

  private StockKernelCheck() {}

  /**
   * Returns the reasons why a kernel cannot be built that way with a patch, a line each; none for a
   * source that is built as a whole.
   *
   * @param patch the patch on top of the kernel's {@code prepare:} patches
   */
  public static List<String> objections(KernelDef kernel, PatchSet patch) {
    return kernel.source() instanceof KernelSource.Distro
        ? objections(directories(kernel), kernel.prepare().and(patch))
        : List.of();
  }

  /** The source is not there yet; what is rebuilt of it is known. */
  private static List<String> objections(SortedSet<String> directories, PatchSet patches) {
    PatchSet fitted =
        patches.in(path -> directories.stream().anyMatch(d -> (path + "/").startsWith(d + "/")));
    return objections(directories, fitted.paths());
  }

  /** Returns the directories whose modules are built again. */
  static SortedSet<String> directories(KernelDef kernel) {
    List<String> asked = stock(kernel).rebuild();
    return asked.isEmpty() ? touched(kernel.prepare().paths()) : new TreeSet<>(asked);
  }

  /** Returns the source of a kernel that a distribution ships. */
  static KernelSource.Distro stock(KernelDef kernel) {
    if (kernel.source() instanceof KernelSource.Distro distro) {
      return distro;
    }
    throw new IllegalArgumentException(kernel.name() + " is no stock kernel");
  }

  /** Returns the directories of some files, without those that lie in another one. */
  static SortedSet<String> touched(SortedSet<String> paths) {
    SortedSet<String> directories = new TreeSet<>();
    for (String path : paths) {
      int slash = path.lastIndexOf('/');
      if (slash > 0) {
        directories.add(path.substring(0, slash));
      }
    }
    SortedSet<String> outer = new TreeSet<>(directories);
    outer.removeIf(
        directory ->
            directories.stream()
                .anyMatch(other -> !other.equals(directory) && directory.startsWith(other + "/")));
    return outer;
  }

  static List<String> objections(SortedSet<String> directories, SortedSet<String> paths) {
    List<String> objections = new ArrayList<>();
    for (String path : paths) {
      String name = path.substring(path.lastIndexOf('/') + 1);
      boolean inside = directories.stream().anyMatch(directory -> path.startsWith(directory + "/"));
      if (!inside) {
        objections.add(
            path + " lies outside of what is rebuilt (" + String.join(", ", directories) + ")");
      } else if (name.matches("(Kconfig|Makefile|Kbuild).*")) {
        objections.add(path + " decides what is built, which the stock kernel has decided");
      }
    }
    return first(objections);
  }

  /** Returns the first {@value #MOST} objections: more tell a person nothing new. */
  static List<String> first(List<String> objections) {
    return objections.subList(0, Math.min(MOST, objections.size()));
  }
}
