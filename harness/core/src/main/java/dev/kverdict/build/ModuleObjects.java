package dev.kverdict.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Whether what a patch touches became part of modules. A file that the stock kernel has inside, or
 * leaves out, gets no object when modules are built.
 */
final class ModuleObjects {

  private static final int MOST = 10;

  private ModuleObjects() {}

  /**
   * What of a patch had no effect, or only half of it, a line each.
   *
   * @param tree the patched tree, built
   * @param folders the folders whose modules were built
   */
  static List<String> objections(Path tree, Collection<String> folders, Set<String> paths)
      throws IOException {
    List<String> objections = new ArrayList<>();
    for (String path : paths) {
      Path file = tree.resolve(path);
      if (!isFile(file)) {
        continue; // it went, or was renamed
      }
      if (isCode(file)) {
        if (!hasObject(file)) {
          objections.add(path + " is no part of a module in the stock kernel");
        }
        continue;
      }
      for (String folder : folders) {
        if (path.startsWith(folder + "/")) {
          // Who includes a header that changed must be built again, and not stay as it was.
          for (Path other : codeWithoutObject(tree.resolve(folder))) {
            objections.add(
                "%s may be used by %s, which is no part of a module in the stock kernel"
                    .formatted(path, tree.relativize(other)));
          }
        }
      }
    }
    return objections.size() <= MOST ? objections : objections.subList(0, MOST);
  }

  private static List<Path> codeWithoutObject(Path folder) throws IOException {
    return PlainFiles.below(folder, file -> isFile(file) && isCode(file) && !hasObject(file));
  }

  private static boolean isFile(Path file) {
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
  }

  private static boolean isCode(Path file) {
    return file.toString().matches(".*\\.[cS]");
  }

  private static boolean hasObject(Path file) {
    String name = String.valueOf(file.getFileName());
    return Files.exists(file.resolveSibling(name.replaceFirst("\\.[cS]$", ".o")));
  }
}
