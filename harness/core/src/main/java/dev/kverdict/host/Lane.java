package dev.kverdict.host;

import java.nio.file.Path;
import java.util.function.Consumer;

/** Runs programs, on the host or in containers. Nothing else starts processes. */
public interface Lane extends AutoCloseable {

  /** Returns the lane's name as {@code --lane} takes it. */
  String name();

  /**
   * Returns what distinguishes this lane's tools from another lane's, as part of store keys. Empty
   * on the host, where each tool is asked for its version.
   */
  default String tools() {
    return "";
  }

  /** Returns how it isolates programs that touch hostile input from the rest of this machine. */
  default CageReport cage() {
    return new CageReport(CageKind.NONE, "the lane " + name() + " does not say");
  }

  /**
   * Runs a short program to its end. A failure is a returned value; throws InfraError only if the
   * program cannot be started.
   */
  CommandResult run(Command command);

  /**
   * Runs a long program that has children, such as make. All of them are killed when the program
   * ends, at its time limit, or when this JVM ends.
   *
   * @param lock a file that stays locked (flock) while any of these processes lives, and whose text
   *     is the id of their process group
   * @param lines receives each line of output as it arrives
   */
  CommandResult build(Command command, Path lock, Consumer<String> lines);

  /** Starts a background program, such as QEMU. It dies with this JVM at the latest. */
  RunningProgram start(Command command);

  /** Starts a background program that answers queries written to its input. */
  RunningProgram converse(Command command);

  /** Releases what the lane keeps ready. Programs it started are closed by their owners. */
  @Override
  default void close() {}
}
