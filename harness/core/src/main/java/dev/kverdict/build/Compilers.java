package dev.kverdict.build;

import dev.kverdict.InfraError;
import dev.kverdict.UserError;
import dev.kverdict.host.Command;
import dev.kverdict.host.CommandResult;
import dev.kverdict.host.Lane;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Identifies the compilers that kernels are built with; each is asked for its version once. */
final class Compilers {

  private final Lane lane;
  private final Map<String, String> identities = new ConcurrentHashMap<>();

  Compilers(Lane lane) {
    this.lane = lane;
  }

  /**
   * Returns what identifies a compiler in keys: its command and the first line of its version.
   *
   * @param name the command, and the Debian package that contains it, such as {@code clang-14}
   * @param use what needs the compiler, as the beginning of an error
   * @throws UserError when it is not installed
   */
  String identity(String name, String use) {
    return identities.computeIfAbsent(name, unknown -> ask(unknown, use));
  }

  private String ask(String name, String use) {
    // A shell searches the PATH of the lane, which may differ from the host's.
    Command look = Command.asking("sh", "-c", "command -v \"$1\"", "look", name);
    if (!lane.run(look).ok()) {
      throw new UserError(
          use, name + " is not installed", "apt-get install --no-install-recommends " + name);
    }
    CommandResult version = lane.run(Command.asking(name, "--version"));
    if (!version.ok() || version.output().isEmpty()) {
      throw new InfraError("cannot read the version of " + name + ": " + version.summary());
    }
    String line = version.output().get(0);
    // gcc prints the name it was called by; clang and clang-14 may print the same now, not later.
    return (line.startsWith(name + " ") ? line : name + " " + line) + lane.tools();
  }
}
