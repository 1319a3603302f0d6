package dev.kverdict.build;

import dev.kverdict.InfraError;
import dev.kverdict.UserError;
import dev.kverdict.host.Command;
import dev.kverdict.host.CommandResult;
import dev.kverdict.host.Lane;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The compilers that kernels are built with, each asked once who it is. */
final class Compilers {

  private final Lane lane;
  private final Map<String, String> identities = new ConcurrentHashMap<>();

  Compilers(Lane lane) {
    this.lane = lane;
  }

  /**
   * What tells a compiler from every other, as a part of keys: the name that it is called by and
   * the first line of its version.
   *
   * @param name such as {@code clang-14}: the command, and the Debian package that brings it
   * @param use what it is needed for, as the beginning of an error
   * @throws UserError when it is not installed
   */
  String identity(String name, String use) {
    return identities.computeIfAbsent(name, unknown -> ask(unknown, use));
  }

  private String ask(String name, String use) {
    // A shell looks in the path of the lane, which need not be the host's.
    Command look = Command.asking("sh", "-c", "command -v \"$1\"", "look", name);
    if (!lane.run(look).ok()) {
      throw new UserError(
          use, name + " is not installed", "apt-get install --no-install-recommends " + name);
    }
    CommandResult version = lane.run(Command.asking(name, "--version"));
    if (!version.ok() || version.output().isEmpty()) {
      throw new InfraError(name + " does not tell its version: " + version.summary());
    }
    String line = version.output().get(0);
    // gcc says what it was called by; clang-14 and clang may say the same, and later not.
    return (line.startsWith(name + " ") ? line : name + " " + line) + lane.tools();
  }
}
