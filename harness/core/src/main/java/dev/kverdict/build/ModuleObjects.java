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
 * Checks that what a patch touches became part of modules. A file that the stock kernel has built
 * in, or leaves out, gets no object when modules are built.
 */
final class ModuleObjects {

  private ModuleObjects() {}

  /**
   * Returns the files of a patch that had no effect, or only half of it, a line each.
   *
   * @param tree the patched tree, built
   * @param directories the directories whose modules were built
   */
  static List<String> objections(Path tree, Collection<String> directories, Set<String> paths)
      throws IOException {
    List<String> objections = new ArrayList<>();
    for (String path : paths) {
      Path file = tree.resolve(path);
      if (!isFile(file)) {
        continue; // removed or renamed
      }
      if (isCode(file)) {
        if (!hasObject(file)) {
          objections.add(path + " is no part of a module in the stock kernel");
        }
        continue;
      }
      for (String directory : directories) {
        if (path.startsWith(directory + "/")) {
          // Everything that includes a changed header must be built again.
          for (Path other : codeWithoutObject(tree.resolve(directory))) {
            objections.add(
                "%s may be used by %s, which is no part of a module in the stock kernel"
                    .formatted(path, tree.relativize(other)));
          }
        }
      }
    }
    return StockKernelCheck.first(objections);
  }

  private static List<Path> codeWithoutObject(Path directory) throws IOException {
    return PlainFiles.below(directory, file -> isFile(file) && isCode(file) && !hasObject(file));
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
