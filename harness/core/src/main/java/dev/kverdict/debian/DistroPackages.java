package dev.kverdict.debian;

import dev.kverdict.host.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The packages that a stock kernel and its modules come from, all of one version: modules built
 * from another version's source or headers would be another kernel's.
 *
 * @param release {@code uname -r}, such as {@code 6.1.0-56-amd64}
 * @param version the version of all of them
 * @param image the kernel without Debian's signature, with its modules
 * @param headers headers, configuration and symbol versions of the flavour
 * @param common headers that the flavours share
 * @param kbuild the build's scripts and host programs
 * @param source the package with the source archive
 */
public record DistroPackages(
    String release,
    String version,
    String image,
    String headers,
    String common,
    String kbuild,
    String source) {

  /** The file that says of an entry which packages it was made from. */
  private static final String FILE = "packages";

  /** Every package by the name that {@code apt-get download} takes. */
  List<String> binaries() {
    return Stream.of(image, headers, common, kbuild).map(this::exactly).toList();
  }

  /** A package in this version. */
  String exactly(String name) {
    return name + "=" + version;
  }

  /** The kernel as a person names it. */
  public String text() {
    return image + " " + version;
  }

  /** Writes them down in an entry, so that it can be found without knowing a version. */
  void write(Path folder) throws IOException {
    AtomicFiles.write(
        folder.resolve(FILE),
        String.join("\n", release, version, image, headers, common, kbuild, source) + "\n");
  }

  /** What an entry was made from; empty when it does not say. */
  static Optional<DistroPackages> read(Path folder) {
    try {
      List<String> lines = Files.readAllLines(folder.resolve(FILE));
      return lines.size() != 7
          ? Optional.empty()
          : Optional.of(
              new DistroPackages(
                  lines.get(0),
                  lines.get(1),
                  lines.get(2),
                  lines.get(3),
                  lines.get(4),
                  lines.get(5),
                  lines.get(6)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
