package dev.kverdict.build;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which objects of a built tree were compiled from which files, as kbuild noted it beside each
 * object. Headers of the whole kernel ({@code include}, {@code arch}) are not in it.
 *
 * @param uses by source file below the kernel's root, who was compiled from it
 * @param modules by object of a module, the modules it is linked into
 * @param order all modules, in the order in which they were linked
 */
record ObjectIndex(
    Map<String, List<Use>> uses, Map<String, List<String>> modules, List<String> order) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * A use of a file.
   *
   * @param object the object below the output folder
   * @param spelled the file's path from the output folder as the compiler was led to it: there may
   *     be {@code ..} after folders that it does not need
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
