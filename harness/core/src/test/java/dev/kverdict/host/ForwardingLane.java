package dev.kverdict.host;

import java.nio.file.Path;
import java.util.function.Consumer;

/** The host's lane, for tests that change one thing about it. */
public abstract class ForwardingLane implements Lane {

  protected final Lane host = new HostLane();

  @Override
  public CommandResult run(Command command) {
    return host.run(command);
  }

  @Override
  public CommandResult build(Command command, Path lock, Consumer<String> lines) {
    return host.build(command, lock, lines);
  }

  @Override
  public RunningProgram start(Command command) {
    return host.start(command);
  }

  @Override
  public RunningProgram converse(Command command) {
    return host.converse(command);
  }
}
