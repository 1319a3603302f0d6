package dev.kverdict.cluster;

import dev.kverdict.host.Command;
import dev.kverdict.host.CommandResult;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;

/** Slurm's commands, which answer what a test has written down; and time, which costs nothing. */
final class FakeSlurm implements Function<Command, CommandResult>, Pace {

  private final Deque<Runnable> events = new ArrayDeque<>();
  private final Deque<CommandResult> looks = new ArrayDeque<>();
  private final Deque<CommandResult> submissions = new ArrayDeque<>();
  private final List<String> calls = new ArrayList<>();
  private long now;
  private boolean stopped;

  private static CommandResult result(int code, String... lines) {
    return new CommandResult(Command.asking("program"), code, false, List.of(lines));
  }

  /** The next submission prints this. */
  FakeSlurm submits(int code, String... lines) {
    submissions.add(result(code, lines));
    return this;
  }

  /** The next look prints this; before it something happens on the nodes. */
  FakeSlurm shows(Runnable before, String... lines) {
    events.add(before);
    looks.add(result(0, lines));
    return this;
  }

  FakeSlurm shows(String... lines) {
    return shows(() -> {}, lines);
  }

  /** The next look fails. */
  FakeSlurm fails(String line) {
    events.add(() -> {});
    looks.add(result(1, line));
    return this;
  }

  /** All that was called, word by word. */
  List<String> calls() {
    return calls;
  }

  @Override
  public CommandResult apply(Command command) {
    String program = command.argv().get(0);
    if (!program.equals("squeue")) {
      calls.add(String.join(" ", command.argv()));
    }
    if (program.equals("sbatch")) {
      return submissions.remove();
    }
    if (program.equals("scancel")) {
      return result(0);
    }
    if (looks.isEmpty()) {
      return result(1, "slurm_load_jobs error: Invalid job id specified");
    }
    events.remove().run();
    return looks.remove();
  }

  @Override
  public long now() {
    return now;
  }

  @Override
  public boolean pause(Duration time) {
    now += time.toNanos();
    return !stopped;
  }

  @Override
  public void stop() {
    stopped = true;
  }
}
