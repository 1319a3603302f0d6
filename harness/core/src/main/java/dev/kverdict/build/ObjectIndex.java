package dev.kverdict.build;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The objects of a built tree and the files they were compiled from, as kbuild recorded it beside
 * each object. Headers of the whole kernel ({@code include}, {@code arch}) are left out.
 *
 * @param uses by source file below the kernel's root, the objects that were compiled from it
 * @param modules by object of a module, the modules that it is linked into
 * @param order all modules, in the order in which they were linked
 */
record ObjectIndex(
    Map<String, List<Use>> uses, Map<String, List<String>> modules, List<String> order) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * A use of a file.
   *
   * @param object the object below the output directory
   * @param spelled the path by which the compiler opened the file, from the output directory; it
   *     may go through directories and back by {@code ..}
   */
  record Use(String object, String spelled) {}

  ObjectIndex {
    uses = new TreeMap<>(uses);
    modules = new TreeMap<>(modules);
    order = List.copyOf(order);
  }

  static ObjectIndex load(Path file) throws IOException {
    return JSON.readValue(file.toFile(), ObjectIndex.class);
  }

  void save(Path file) throws IOException {
    JSON.writeValue(file.toFile(), this);
  }
}
