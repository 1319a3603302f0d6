package dev.kverdict.campaign;

import dev.kverdict.InfraError;
import dev.kverdict.host.Command;
import dev.kverdict.host.CommandResult;
import dev.kverdict.host.Lane;
import dev.kverdict.host.RunningProgram;
import java.nio.file.Path;
import java.util.function.Consumer;

/** A host that runs nothing. */
public final class DeadLane implements Lane {
  @Override
  public String name() {
    return "dead";
  }

  @Override
  public CommandResult run(Command command) {
    throw new InfraError("nothing runs");
  }

  @Override
  public CommandResult build(Command command, Path lock, Consumer<String> lines) {
    throw new InfraError("nothing runs");
  }

  @Override
  public RunningProgram start(Command command) {
    throw new InfraError("nothing runs");
  }

  @Override
  public RunningProgram converse(Command command) {
    throw new InfraError("nothing runs");
  }
}
