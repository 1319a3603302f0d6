package dev.kverdict.run;

import dev.kverdict.InfraError;
import dev.kverdict.kernel.KernelArtefact;
import dev.kverdict.record.BuildOutcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** The logs of a run's builds, good and failed: {@code kernels/KERNEL+PATCH/build.log}. */
public final class BuildLogs {

  private final RunFolder folder;

  public BuildLogs(RunFolder folder) {
    this.folder = folder;
  }

  /** Keeps the log and the configuration of what was built, and where it is. */
  public void keep(String name, KernelArtefact artefact) {
    keep(name, artefact.log());
    try {
      Path target = folder.kernel(name);
      Files.copy(artefact.config(), target.resolve("config"), StandardCopyOption.REPLACE_EXISTING);
      Path link = target.resolve("artefact");
      Files.deleteIfExists(link);
      Files.createSymbolicLink(link, artefact.folder());
    } catch (IOException e) {
      throw lost(name, e);
    }
  }

  /** Keeps a log, of a build that succeeded or not. */
  public void keep(String name, Path log) {
    try {
      Files.copy(log, file(name), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw lost(name, e);
    }
  }

  /** Adds to a log why there is no kernel; there need not have been any log so far. */
  public void add(String name, List<String> lines) {
    String text = String.join("", lines.stream().map(line -> "kverdict: " + line + "\n").toList());
    try {
      Files.writeString(
          file(name),
          text,
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw lost(name, e);
    }
  }

  /** Adds a failure to its log; the outcome that is returned says where that is. */
  public BuildOutcome pointedTo(String name, BuildOutcome outcome) {
    return switch (outcome.kind()) {
      case BUILT, NO_CHANGE, ALREADY_APPLIED -> outcome;
      case BUILD_FAILED -> BuildOutcome.buildFailed(added(name, outcome));
      case PATCH_REJECTED -> BuildOutcome.patchRejected(added(name, outcome));
      case HOST_FAULT -> BuildOutcome.hostFault(added(name, outcome));
    };
  }

  private List<String> added(String name, BuildOutcome outcome) {
    add(name, List.of(outcome.kind().name()));
    add(name, outcome.lines());
    List<String> lines = new ArrayList<>(outcome.lines());
    try {
      lines.add("see " + folder.path().relativize(file(name)));
    } catch (IOException e) {
      throw lost(name, e);
    }
    return lines;
  }

  private Path file(String name) throws IOException {
    return folder.kernel(name).resolve("build.log");
  }

  private static InfraError lost(String name, IOException e) {
    return new InfraError("cannot keep the build log of " + name + ": " + e.getMessage(), e);
  }
}
