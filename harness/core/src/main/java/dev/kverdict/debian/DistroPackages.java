package dev.kverdict.debian;

import dev.kverdict.host.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The packages of a stock kernel and its modules, all of one version: modules built from another
 * version's source or headers would not match the kernel.
 *
 * @param release {@code uname -r}, such as {@code 6.1.0-56-amd64}
 * @param version the version of all of them
 * @param image the kernel without Debian's signature, with its modules
 * @param headers headers, configuration and symbol versions of the flavour
 * @param common headers shared by all flavours
 * @param kbuild the build's scripts and host programs; empty if the headers have them
 * @param source the package with the source archive
 * @param modules further packages, with modules and configuration; none if the image has them
 */
public record DistroPackages(
    String release,
    String version,
    String image,
    String headers,
    String common,
    String kbuild,
    String source,
    List<String> modules) {

  public DistroPackages {
    modules = List.copyOf(modules);
  }

  /** Creates the packages of a kernel whose image has its modules. */
  DistroPackages(
      String release,
      String version,
      String image,
      String headers,
      String common,
      String kbuild,
      String source) {
    this(release, version, image, headers, common, kbuild, source, List.of());
  }

  /** File of an entry that lists the packages it was made from. */
  private static final String FILE = "packages";

  /** Returns every package as {@code apt-get download} takes it. */
  List<String> binaries() {
    return Stream.concat(Stream.of(image, headers, common, kbuild), modules.stream())
        .filter(name -> !name.isEmpty())
        .map(this::exactly)
        .toList();
  }

  /** Returns whether the headers of the flavour are a build directory, as Ubuntu has them. */
  boolean builtHeaders() {
    return kbuild.isEmpty();
  }

  /** Returns a package in this version. */
  String exactly(String name) {
    return name + "=" + version;
  }

  /** Returns the kernel's name for display. */
  public String text() {
    return image + " " + version;
  }

  /** Records the packages in an entry, so that it can be found without knowing a version. */
  void write(Path directory) throws IOException {
    AtomicFiles.write(
        directory.resolve(FILE),
        String.join("\n", release, version, image, headers, common, kbuild, source)
            + "\n"
            + String.join(" ", modules)
            + "\n");
  }

  /** Reads what an entry was made from; empty if not recorded. */
  static Optional<DistroPackages> read(Path directory) {
    try {
      List<String> lines = Files.readAllLines(directory.resolve(FILE));
      return lines.size() < 7
          ? Optional.empty()
          : Optional.of(
              new DistroPackages(
                  lines.get(0),
                  lines.get(1),
                  lines.get(2),
                  lines.get(3),
                  lines.get(4),
                  lines.get(5),
                  lines.get(6),
                  lines.size() == 7 || lines.get(7).isEmpty()
                      ? List.of()
                      : List.of(lines.get(7).split(" ", -1))));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
