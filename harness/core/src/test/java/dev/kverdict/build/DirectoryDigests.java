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

/** Digests the files of a directory, to find the files in which two of them differ. */
final class DirectoryDigests {

  private DirectoryDigests() {}

  /** The digest of each file below an artefact's directory, by its path there, without the log. */
  static Map<String, String> of(Path directory) throws IOException {
    Map<String, String> digests = new TreeMap<>();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = directory.relativize(file).toString();
        if (!name.equals("build.log")) {
          digests.put(name, Digests.ofFile(file));
        }
      }
    }
    return digests;
  }

  /** The files that are in one of two directories alone, or not the same in both. */
  static Set<String> differing(Map<String, String> one, Map<String, String> other) {
    Set<String> files = new TreeSet<>(one.keySet());
    files.addAll(other.keySet());
    files.removeIf(file -> Objects.equals(one.get(file), other.get(file)));
    return files;
  }
}
