package dev.kverdict.yaml;

import dev.kverdict.UserError;
import dev.kverdict.model.Matrix;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads a matrix file with everything it includes. */
public final class MatrixReader {

  private static final int MAX_INCLUDES = 50;

  private MatrixReader() {}

  /**
   * Reads and resolves a matrix.
   *
   * @throws UserError at the first thing that is wrong, with file, line and column
   */
  public static Matrix read(Path file) {
    return new Resolver(readAll(file)).resolve();
  }

  /** Reads a matrix and what it includes, and resolves nothing. */
  static List<Located> readAll(Path file) {
    Path main = file.toAbsolutePath().normalize();
    List<Located> files = new ArrayList<>();
    collect(Located.read(main), files, List.of(main));
    return files;
  }

  private static void collect(Located located, List<Located> files, List<Path> chain) {
    files.add(located);
    if (files.size() > MAX_INCLUDES) {
      throw located.error("include", "more than " + MAX_INCLUDES + " files", "include fewer");
    }
    List<String> includes = Values.orEmpty(located.spec().include());
    for (int i = 0; i < includes.size(); i++) {
      String place = "include/" + i;
      Path beside = Objects.requireNonNull(located.file().getParent(), "a file's directory");
      Path target = located.path(place, beside, includes.get(i));
      if (chain.contains(target)) {
        String circle =
            Stream.concat(chain.stream(), Stream.of(target))
                .map(path -> String.valueOf(path.getFileName()))
                .collect(Collectors.joining(" -> "));
        throw located.error(place, "includes go in a circle: " + circle, "remove one of them");
      }
      if (!target.toFile().isFile()) {
        throw located.error(
            place,
            (target.toFile().isDirectory() ? "is a directory: " : "no such file: ") + target,
            "fix the path, relative to this file");
      }
      if (files.stream().anyMatch(known -> known.file().equals(target))) {
        continue; // included twice, but not in a circle
      }
      List<Path> longer = new ArrayList<>(chain);
      longer.add(target);
      collect(Located.read(target), files, longer);
    }
  }
}
