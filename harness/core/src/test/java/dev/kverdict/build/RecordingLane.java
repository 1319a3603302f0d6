package dev.kverdict.build;

import dev.kverdict.host.Command;
import dev.kverdict.host.CommandResult;
import dev.kverdict.host.HostLane;
import dev.kverdict.host.Lane;
import dev.kverdict.host.RunningProgram;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;

/** The host's lane, which records its commands and answers for some programs. */
public final class RecordingLane implements Lane {

  private final Lane host = new HostLane();
  private final List<String> started = new CopyOnWriteArrayList<>();
  private final String program;
  private final Function<Command, List<String>> answer;

  /** Runs everything. */
  public RecordingLane() {
    this("", command -> List.of());
  }

  /** Answers instead of a program, with success. */
  public RecordingLane(String program, Function<Command, List<String>> answer) {
    this.program = program;
    this.answer = answer;
  }

  /** The programs that were started so far. */
  public List<String> started() {
    return List.copyOf(started);
  }

  private Command noted(Command command) {
    started.add(command.argv().get(0));
    return command;
  }

  @Override
  public String name() {
    return "recording";
  }

  @Override
  public CommandResult run(Command command) {
    return noted(command).argv().get(0).equals(program)
        ? new CommandResult(command, 0, false, answer.apply(command))
        : host.run(command);
  }

  @Override
  public CommandResult build(Command command, Path lock, Consumer<String> lines) {
    return host.build(noted(command), lock, lines);
  }

  @Override
  public RunningProgram start(Command command) {
    return host.start(noted(command));
  }

  @Override
  public RunningProgram converse(Command command) {
    return host.converse(noted(command));
  }
}
