package dev.kverdict.run;

import dev.kverdict.HostIo;
import dev.kverdict.InfraError;
import dev.kverdict.oops.CrashReport;
import dev.kverdict.oops.CrashText;
import dev.kverdict.oops.Symbols;
import dev.kverdict.record.TrialId;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Objects;

/** The directory of one run: {@code runs/TIME-CASE/}. */
public record RunFolder(Path path) {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  /** The crashes of a trial for people to read, in the directory of its evidence. */
  public static final String CRASHES = "crashes.txt";

  /** The patches under test as they were read, in a directory each. */
  public static final String PATCHES = "patches";

  /** Creates a directory that no other run uses, whatever the clock says. */
  public static RunFolder create(Path runs, String caseName) {
    return create(runs, caseName, InstantSource.system());
  }

  static RunFolder create(Path runs, String caseName, InstantSource clock) {
    String name = TIME.format(clock.instant()) + "-" + caseName;
    try {
      Files.createDirectories(runs);
      for (int i = 1; ; i++) {
        try {
          return new RunFolder(
              Files.createDirectory(runs.resolve(i == 1 ? name : name + "-" + i))
                  .toAbsolutePath()
                  .normalize());
        } catch (FileAlreadyExistsException e) {
          // Another run began in the same second, or before the clock was set back.
        }
      }
    } catch (IOException e) {
      throw new InfraError(
          "cannot create a directory below %s: %s; name another place with --out"
              .formatted(runs, HostIo.why(e)),
          e);
    }
  }

  public Path file(String name) {
    return path.resolve(name);
  }

  /** Creates the directory of a build's log. */
  public Path kernel(String kernelUnderTest) throws IOException {
    return Files.createDirectories(path.resolve("kernels").resolve(plain(kernelUnderTest)));
  }

  /** Creates a directory for one attempt at a trial; only a failure of the host causes another. */
  public Path trial(TrialId id, int attempt) throws IOException {
    Path folder = where(id, attempt);
    Files.createDirectories(Objects.requireNonNull(folder.getParent()));
    return Files.createDirectory(folder);
  }

  /** Returns the directory of an attempt, whether it exists or not. */
  public Path where(TrialId id, int attempt) {
    String number = id.series().equals(TrialId.PLAIN) ? "" : id.series() + ".";
    number += id.number();
    String name = attempt == 1 ? number : number + ".attempt" + attempt;
    return path.resolve("trials")
        .resolve(plain(id.kernelUnderTest()))
        .resolve(id.repro())
        .resolve(name);
  }

  /** Returns whether a file in the directory of a trial was made from its evidence. */
  public static boolean isDerived(Path file) {
    return file.endsWith(CRASHES) || file.endsWith(CrashFile.NAME);
  }

  /** Returns the directory of a patch under test, whether it exists or not. */
  public Path patch(String name) {
    return path.resolve(PATCHES).resolve(name);
  }

  /**
   * Writes a trial's crashes, for people to read and for reports; nothing when there are none.
   *
   * @param symbols quotes the source of the kernel
   */
  public static void writeCrashes(Path evidence, List<CrashReport> crashes, Symbols symbols)
      throws IOException {
    if (!crashes.isEmpty()) {
      Files.writeString(evidence.resolve(CRASHES), CrashText.of(crashes, true));
      CrashFile.of(crashes, symbols).write(evidence);
    }
  }

  /** A plus cannot occur in a name, so no two folders meet. */
  private static String plain(String kernelUnderTest) {
    return kernelUnderTest.replace('/', '+');
  }
}
