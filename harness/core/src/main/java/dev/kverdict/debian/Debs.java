package dev.kverdict.debian;

import dev.kverdict.InfraError;
import dev.kverdict.UserError;
import dev.kverdict.host.Command;
import dev.kverdict.host.Lane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Downloads and unpacks Debian packages without installing them, so without root. */
final class Debs {

  /** Time limit for unpacking a package, or a kernel's source from one. */
  static final Duration UNPACK = Duration.ofMinutes(10);

  private static final Pattern ARCHIVE = Pattern.compile(".*\\.tar\\.(xz|bz2|gz|zst)");

  private Debs() {}

  /**
   * Downloads packages and unpacks them into one directory below an empty work directory.
   *
   * @param wanted {@code NAME=VERSION}, each
   * @return the directory with the unpacked files
   * @throws ArchiveError if one cannot be downloaded
   */
  static Path fetch(Lane lane, Apt apt, List<String> wanted, Path work) throws IOException {
    Path unpacked = Files.createDirectories(work.resolve("unpacked"));
    for (Path deb : download(apt, wanted, work)) {
      unpack(lane, deb, unpacked);
    }
    return unpacked;
  }

  /**
   * Downloads packages into an empty work directory.
   *
   * @param wanted {@code NAME=VERSION}, each
   * @return the files, in the order of their names
   * @throws ArchiveError if one cannot be downloaded
   */
  static List<Path> download(Apt apt, List<String> wanted, Path work) throws IOException {
    apt.download(wanted, work);
    List<Path> debs = matching(work, ".deb");
    if (debs.size() != wanted.size()) {
      throw new InfraError(
          "apt-get download left %d packages of %s"
              .formatted(debs.size(), String.join(" ", wanted)));
    }
    return debs.stream().sorted().toList();
  }

  /** Unpacks a package into a directory, and removes the package. */
  static void unpack(Lane lane, Path deb, Path into) throws IOException {
    run(lane, Command.of(into, "dpkg-deb", "-x", deb.toString(), ".").reading(deb).writing(into));
    Files.delete(deb);
  }

  /**
   * Downloads a source package and unpacks it below a work directory.
   *
   * @param remedy what to do if the package holds no single archive
   * @return the packed source in it
   */
  static Path sourceArchive(
      Lane lane, Apt apt, String name, String version, Path work, String remedy)
      throws IOException {
    Path unpacked = fetch(lane, apt, List.of(name + "=" + version), work);
    List<Path> archives = archives(unpacked.resolve("usr/src"), name);
    if (archives.size() != 1) {
      throw new UserError(
          "source package " + name,
          "does not hold exactly one source archive below usr/src",
          remedy);
    }
    return archives.get(0);
  }

  /** Ubuntu has the archive in a directory of the package's name, and a link to it. */
  private static List<Path> archives(Path sources, String name) throws IOException {
    List<Path> archives = new ArrayList<>();
    for (Path directory : List.of(sources, sources.resolve(name))) {
      if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
        archives.addAll(
            matching(directory, "").stream()
                .filter(file -> ARCHIVE.matcher(file.getFileName().toString()).matches())
                .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                .toList());
      }
    }
    return archives;
  }

  /** Runs a program that unpacks or arranges something. */
  static void run(Lane lane, Command command) {
    var unused = lane.run(command.within(UNPACK)).orThrow("cannot unpack a package");
  }

  /** Lists the files of a directory whose names have this suffix. */
  static List<Path> matching(Path directory, String suffix) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(suffix)).toList();
    }
  }
}
