package dev.kverdict.cli;

import dev.kverdict.host.Command;
import dev.kverdict.host.CommandResult;
import dev.kverdict.host.HostLane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;

/**
 * A clone of kverdict with the gate, in which a script stands for the launcher: it leaves in the
 * run's directory what it was asked and given, as every report of a run, and ends with the code in
 * $CODE.
 */
final class ClonedGate {

  static final Path HOME = Path.of("").toAbsolutePath().getParent().getParent();

  private static final String LAUNCHER =
      """
      #!/bin/bash
      echo "$@" >&2
      while [ "$1" != --out ]; do
        [ "$1" != --patch ] || patch=$2
        shift
      done
      [ "$patch" != - ] || patch=/dev/stdin
      [ "${CODE:-0}" != 2 ] || exit 2
      mkdir "$2/20260101T000000Z-case"
      for f in annotations.txt gl-code-quality-report.json junit.xml kcidb.json report.html \\
        result.json summary.md verdict.json verdict.ktap; do
        echo "$f of $(grep -c ^diff "$patch") patches" >"$2/20260101T000000Z-case/$f"
      done
      exit "${CODE:-0}"
      """;

  private ClonedGate() {}

  /** Makes the clone, and a git repository of it. */
  static Path in(Path directory) throws IOException {
    Path clone = Files.createDirectories(directory.resolve("a clone of kverdict"));
    Files.createDirectories(clone.resolve("ci"));
    Files.copy(HOME.resolve("ci/gate"), clone.resolve("ci/gate"));
    program(clone.resolve("kverdict"), LAUNCHER);
    run(
        clone,
        Map.of(),
        """
        git init -q . && git add . && git -c user.name=n -c user.email=n@example.org commit -q -m x
        """);
    return clone;
  }

  static Path program(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Runs a script as runners do: every command has to succeed. */
  static CommandResult run(Path directory, Map<String, String> environment, String script) {
    return new HostLane()
        .run(
            Command.of(directory, "bash", "-e", "-o", "pipefail", "-c", "exec 2>&1\n" + script)
                .withEnvironment(environment)
                .within(Duration.ofMinutes(8))
                .asChore());
  }
}
