package dev.kverdict.container;

import dev.kverdict.host.Command;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Builds process 1 of a container: a shell that starts the program, and kills everything when its
 * own standard input ends. That is attached to the harness, and the kernel closes it however the
 * harness ends. When process 1 ends, so does every process of the container.
 */
final class Lifeline {

  /** Prefix of the shell's message for a missing program, unlike any program's exit code. */
  static final String MISSING = "kverdict: not in the toolchain image: ";

  /**
   * Arguments: the program's input, the file to hold locked or nothing, the program. Descriptor 3
   * is the lifeline and 9 the lock, which every process of the program inherits.
   */
  private static final String BEGIN =
      "input=$1; lock=$2; shift 2; exec 3<&0 </dev/null; "
          + "if [ -n \"$lock\" ]; then exec 9<\"$lock\"; flock -n 9 || exit 126; fi; "
          + "command -v \"$1\" >/dev/null || { echo \""
          + MISSING
          + "$1\"; exit 127; }; ";

  private static final String RUN =
      BEGIN
          + "{ cat <&3 >/dev/null; kill -KILL -1; } 9<&- & "
          + "\"$@\" <\"$input\" 3<&- & wait $!; exit $?";

  /** Gives a program a few seconds for its last answer after the end of its input. */
  private static final String CONVERSE =
      BEGIN
          + "mkfifo /tmp/.input; { exec 4>/tmp/.input; rm /tmp/.input; cat <&3 >&4; exec 4>&-; "
          + "sleep 5; kill -KILL -1; } & "
          + "\"$@\" </tmp/.input 3<&- & wait $!; exit $?";

  private Lifeline() {}

  /** Returns the command line of a container whose program reads the command's input. */
  static List<String> around(Command command, @Nullable Path lock) {
    return argv(RUN, command, lock == null ? "" : lock.toString());
  }

  /** Returns the command line of a container whose program reads the container's input. */
  static List<String> conversing(Command command) {
    return argv(CONVERSE, command, "");
  }

  private static List<String> argv(String script, Command command, String lock) {
    List<String> argv = new ArrayList<>(List.of("/bin/sh", "-c", script, "sh"));
    argv.addAll(List.of(command.input().toString(), lock));
    argv.addAll(command.argv());
    return argv;
  }
}
