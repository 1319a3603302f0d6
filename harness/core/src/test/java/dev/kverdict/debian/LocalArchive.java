package dev.kverdict.debian;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.host.Command;
import dev.kverdict.host.CommandResult;
import dev.kverdict.host.ForwardingLane;
import dev.kverdict.host.Lane;
import dev.kverdict.store.Digests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** An archive in a directory, and a system that knows no other: what the real apt makes of it. */
final class LocalArchive {

  private final Path folder;
  private final StringBuilder index = new StringBuilder();
  private long published = Instant.now().getEpochSecond();

  private LocalArchive(Path folder) {
    this.folder = folder;
  }

  /** Creates an empty archive, and a system that has not asked it yet. */
  static LocalArchive in(Path folder) throws IOException {
    Files.createDirectories(folder.resolve("lists/partial"));
    Files.createDirectories(folder.resolve("archive"));
    Files.writeString(folder.resolve("status"), "");
    LocalArchive archive = new LocalArchive(folder);
    Files.writeString(
        folder.resolve("sources.list"), "deb [trusted=yes] file:" + archive.place() + " ./\n");
    Files.writeString(
        folder.resolve("apt.conf"),
        """
        Dir::Etc::sourcelist "%1$s/sources.list";
        Dir::Etc::sourceparts "/dev/null";
        Dir::Etc::preferences "/dev/null";
        Dir::Etc::preferencesparts "/dev/null";
        Dir::State::lists "%1$s/lists";
        Dir::State::status "%1$s/status";
        Dir::Cache "%1$s/cache";
        """
            .formatted(folder));
    return archive;
  }

  private Path place() {
    return folder.resolve("archive");
  }

  /** Returns the host's lane, for this system. */
  Lane lane() {
    return new LocalApt();
  }

  private final class LocalApt extends ForwardingLane {
    @Override
    public String name() {
      return "local";
    }

    @Override
    public CommandResult run(Command command) {
      return host.run(
          command.argv().get(0).startsWith("apt-")
              ? command.withEnvironment(Map.of("APT_CONFIG", folder.resolve("apt.conf").toString()))
              : command);
    }
  }

  /** Removes every file of the archive: it cannot be reached any more. */
  void clear() throws IOException {
    for (Path old : Debs.matching(place(), "")) {
      Files.delete(old);
    }
    index.setLength(0);
  }

  /** Flips a bit in each package, whose digest stays as it was published. */
  void damage() throws IOException {
    for (Path deb : Debs.matching(place(), ".deb")) {
      byte[] bytes = Files.readAllBytes(deb);
      bytes[bytes.length / 2] ^= 1;
      Files.write(deb, bytes);
    }
  }

  /**
   * Adds a package, which is there once the archive is published.
   *
   * @param root its files
   * @param fields further fields of its control file, each with its line end
   */
  void add(String name, String version, Path root, String... fields) throws IOException {
    Files.createDirectories(root.resolve("DEBIAN"));
    String control =
        "Package: %s%nVersion: %s%nArchitecture: all%nMaintainer: a <a@example.org>%n%s"
            .formatted(name, version, String.join("", fields));
    Files.writeString(root.resolve("DEBIAN/control"), control + "Description: a package\n");
    Path deb = place().resolve(name + "_" + version + "_all.deb");
    run("dpkg-deb", "--root-owner-group", "-Znone", "-b", root.toString(), deb.toString());
    index.append(control);
    index.append(
        "Filename: ./%s%nSize: %d%nSHA256: %s%nDescription: a package%n%n"
            .formatted(deb.getFileName(), Files.size(deb), Digests.ofFile(deb)));
  }

  /**
   * Shows the packages that were added. Apt's binary cache knows a list by its size and its time in
   * whole seconds, which two of one second may share: each gets a second of its own.
   */
  void publish() throws IOException {
    Path packages = place().resolve("Packages");
    Files.writeString(packages, index);
    Files.setLastModifiedTime(packages, FileTime.from(++published, TimeUnit.SECONDS));
  }

  void run(String... argv) {
    CommandResult result = new LocalApt().run(Command.of(folder, argv).asChore());
    assertThat(result.ok()).as(result.output().toString()).isTrue();
  }
}
