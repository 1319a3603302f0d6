package dev.kverdict.host;

import java.nio.file.Path;
import java.util.function.Consumer;

/** A way to run programs: on the host or in containers. Nobody else starts processes. */
public interface Lane extends AutoCloseable {

  /** The lane's name as {@code --lane} takes it. */
  String name();

  /**
   * What tells the lane's tools from another lane's, as a part of keys. Empty on the host, whose
   * tools are asked for their versions one by one.
   */
  default String tools() {
    return "";
  }

  /** How it keeps programs that touch hostile input away from the rest of this machine. */
  default CageReport cage() {
    return new CageReport(CageKind.NONE, "the lane " + name() + " does not say");
  }

  /**
   * Runs a short program to its end. Its failure is a returned value; throws InfraError only when
   * it cannot be started.
   */
  CommandResult run(Command command);

  /**
   * Runs a long program that has children of its own, such as make. The whole family ends when the
   * program, its time limit or this JVM ends.
   *
   * @param lock a file that the family holds locked (flock) as long as any of it lives, and whose
   *     text is the number of its process group
   * @param lines told each line of output as it comes
   */
  CommandResult build(Command command, Path lock, Consumer<String> lines);

  /** Starts a program that goes on beside us, such as QEMU. It ends at the latest with this JVM. */
  RunningProgram start(Command command);

  /** The same for a program that is asked one thing after the other through its input. */
  RunningProgram converse(Command command);

  /** Ends what the lane keeps ready. What it started has an owner who ends it. */
  @Override
  default void close() {}
}
