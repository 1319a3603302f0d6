package dev.kverdict.run;

import dev.kverdict.HostIo;
import dev.kverdict.kernel.KernelArtefact;
import dev.kverdict.record.BuildOutcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** The logs of a run's builds, good and failed: {@code kernels/KERNEL+PATCH/build.log}. */
public record BuildLogs(RunFolder folder) {

  private static final String LOG = "build.log";

  /** Keeps the log and the configuration of what was built, and where it is. */
  public void keep(String name, KernelArtefact artefact) {
    keep(name, artefact.log());
    Path config = file(name, "config");
    Path link = file(name, "artefact");
    HostIo.run(
        failure(name),
        () -> {
          Files.copy(artefact.config(), config, StandardCopyOption.REPLACE_EXISTING);
          Files.deleteIfExists(link);
          Files.createSymbolicLink(link, artefact.folder());
        });
  }

  /** Keeps a log, of a build that succeeded or not. */
  public void keep(String name, Path log) {
    Path kept = file(name, LOG);
    HostIo.run(failure(name), () -> Files.copy(log, kept, StandardCopyOption.REPLACE_EXISTING));
  }

  /** Adds to a log why there is no kernel; there need not have been any log so far. */
  public void add(String name, List<String> lines) {
    String text = String.join("", lines.stream().map(line -> "kverdict: " + line + "\n").toList());
    Path log = file(name, LOG);
    HostIo.run(
        failure(name),
        () -> Files.writeString(log, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
  }

  /** Adds a failure to its log; the outcome that is returned says where that is. */
  public BuildOutcome pointedTo(String name, BuildOutcome outcome) {
    return switch (outcome.kind()) {
      case BUILT, NO_CHANGE, ALREADY_APPLIED -> outcome;
      case BUILD_FAILED, PATCH_REJECTED, HOST_FAULT -> outcome.saying(added(name, outcome));
    };
  }

  private List<String> added(String name, BuildOutcome outcome) {
    add(name, List.of(outcome.kind().name()));
    add(name, outcome.lines());
    List<String> lines = new ArrayList<>(outcome.lines());
    lines.add("see " + folder.path().relativize(file(name, LOG)));
    return lines;
  }

  private Path file(String name, String file) {
    return HostIo.get(failure(name), () -> folder.kernel(name)).resolve(file);
  }

  private static String failure(String name) {
    return "cannot keep the build log of " + name;
  }
}
