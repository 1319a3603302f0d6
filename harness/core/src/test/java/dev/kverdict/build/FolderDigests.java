package dev.kverdict.build;

import dev.kverdict.store.Digests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What is in a folder, for telling in which files two of them differ. */
final class FolderDigests {

  private FolderDigests() {}

  /** The digest of each file below an artefact's folder, by its path there, without the log. */
  static Map<String, String> of(Path folder) throws IOException {
    Map<String, String> digests = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = folder.relativize(file).toString();
        if (!name.equals("build.log")) {
          digests.put(name, Digests.ofFile(file));
        }
      }
    }
    return digests;
  }

  /** The files that are in one of two folders alone, or not the same in both. */
  static Set<String> differing(Map<String, String> one, Map<String, String> other) {
    Set<String> files = new TreeSet<>(one.keySet());
    files.addAll(other.keySet());
    files.removeIf(file -> Objects.equals(one.get(file), other.get(file)));
    return files;
  }
}
