package dev.kverdict.debian;

import dev.kverdict.InfraError;
import dev.kverdict.host.Command;
import dev.kverdict.host.CommandResult;
import dev.kverdict.host.Lane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Debian packages as files: downloaded and unpacked without being installed, so without root. */
final class Debs {

  /** The limit for unpacking a package, or a kernel's source out of one. */
  static final Duration UNPACK = Duration.ofMinutes(10);

  private Debs() {}

  /**
   * Downloads packages and unpacks them into one folder below a work folder, which must not hold
   * any yet.
   *
   * @param wanted {@code NAME=VERSION}, each
   * @return the folder
   * @throws ArchiveError when one cannot be had
   */
  static Path fetch(Lane lane, Apt apt, List<String> wanted, Path work) throws IOException {
    apt.download(wanted, work);
    List<Path> debs = matching(work, ".deb");
    if (debs.size() != wanted.size()) {
      throw new InfraError(
          "apt-get download left %d packages of %s"
              .formatted(debs.size(), String.join(" ", wanted)));
    }
    Path unpacked = Files.createDirectories(work.resolve("unpacked"));
    for (Path deb : debs) {
      run(
          lane,
          Command.of(unpacked, "dpkg-deb", "-x", deb.toString(), ".")
              .reading(deb)
              .writing(unpacked));
      Files.delete(deb);
    }
    return unpacked;
  }

  /** Runs a program that unpacks something or puts it in order. */
  static void run(Lane lane, Command command) {
    CommandResult result = lane.run(command.within(UNPACK));
    if (!result.ok()) {
      throw new InfraError("cannot unpack a kernel's package: " + result.summary());
    }
  }

  /** What in a folder has a name with this end. */
  static List<Path> matching(Path folder, String suffix) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(suffix)).toList();
    }
  }
}
