package dev.kverdict.campaign;

import dev.kverdict.InfraError;
import dev.kverdict.record.TrialId;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** The folder of one run: {@code runs/TIME-CASE/}. */
final class RunFolder {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final Path path;

  private RunFolder(Path path) {
    this.path = path;
  }

  /** Makes a folder that nobody else has. */
  static RunFolder create(Path runs, String caseName) {
    String name = TIME.format(Instant.now()) + "-" + caseName;
    try {
      Files.createDirectories(runs);
      for (int i = 1; ; i++) {
        try {
          return new RunFolder(
              Files.createDirectory(runs.resolve(i == 1 ? name : name + "-" + i))
                  .toAbsolutePath()
                  .normalize());
        } catch (FileAlreadyExistsException e) {
          // Another run began in the same second.
        }
      }
    } catch (IOException e) {
      throw new InfraError("cannot create a folder below " + runs + ": " + e.getMessage(), e);
    }
  }

  Path path() {
    return path;
  }

  Path file(String name) {
    return path.resolve(name);
  }

  /** The folder of a build's log. */
  Path kernel(String kernelUnderTest) throws IOException {
    return Files.createDirectories(path.resolve("kernels").resolve(plain(kernelUnderTest)));
  }

  /** A new folder for one attempt at a trial; only a failure of the host makes a second one. */
  Path trial(TrialId id, int attempt) throws IOException {
    Path folder = where(id, attempt);
    Files.createDirectories(java.util.Objects.requireNonNull(folder.getParent()));
    return Files.createDirectory(folder);
  }

  /** That folder, whether it is there or not. */
  Path where(TrialId id, int attempt) {
    String number = id.series().equals(TrialId.PLAIN) ? "" : id.series() + ".";
    number += id.number();
    String name = attempt == 1 ? number : number + ".attempt" + attempt;
    return path.resolve("trials")
        .resolve(plain(id.kernelUnderTest()))
        .resolve(id.repro())
        .resolve(name);
  }

  /** A plus cannot occur in a name, so no two folders meet. */
  private static String plain(String kernelUnderTest) {
    return kernelUnderTest.replace('/', '+');
  }
}
