package dev.kverdict.debian;

import dev.kverdict.host.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The packages of a userland.
 *
 * @param asked the packages that were asked for beside the usual ones, as written
 * @param exact all of them, each as {@code NAME=VERSION}, in the order of their names
 */
record UserlandPackages(List<String> asked, List<String> exact) {

  /** File of an entry that lists the packages it was made from: what was asked, then all. */
  private static final String FILE = "packages";

  UserlandPackages {
    asked = List.copyOf(asked);
    exact = List.copyOf(exact);
  }

  /** Returns the versions of the packages that were asked for, for display. */
  String text() {
    String versions =
        asked.stream()
            .map(one -> one.replaceFirst("=.*", ""))
            .flatMap(name -> exact.stream().filter(one -> one.startsWith(name + "=")))
            .map(one -> one.replace('=', ' '))
            .collect(Collectors.joining(", "));
    return exact.size() + " packages" + (versions.isEmpty() ? "" : " with " + versions);
  }

  /** Records the packages in an entry, so that it can be found without knowing a version. */
  void write(Path directory) throws IOException {
    AtomicFiles.write(
        directory.resolve(FILE), String.join(" ", asked) + "\n" + String.join("\n", exact) + "\n");
  }

  /** Reads what an entry was made from; empty if not recorded. */
  static Optional<UserlandPackages> read(Path directory) {
    try {
      List<String> lines = Files.readAllLines(directory.resolve(FILE));
      return lines.isEmpty()
          ? Optional.empty()
          : Optional.of(
              new UserlandPackages(
                  lines.get(0).isEmpty() ? List.of() : List.of(lines.get(0).split(" ", -1)),
                  lines.subList(1, lines.size())));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
