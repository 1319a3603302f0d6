package dev.kverdict.build;

import dev.kverdict.host.Command;
import dev.kverdict.host.CommandResult;
import dev.kverdict.host.HostLane;
import dev.kverdict.host.Lane;
import dev.kverdict.host.RunningProgram;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The host's lane with made-up tools and their version lines. */
final class ToolLane implements Lane {

  private static final String LOOK = "command -v ";

  private final Lane host = new HostLane();
  private final Map<String, String> tools;

  ToolLane(Map<String, String> tools) {
    this.tools = tools;
  }

  @Override
  public String name() {
    return "tools";
  }

  @Override
  public CommandResult run(Command command) {
    List<String> argv = command.argv();
    String said = tools.get(argv.get(0));
    if (said != null) {
      return new CommandResult(command, 0, false, List.of(said, "and more"));
    }
    if (argv.get(0).equals("sh") && argv.get(2).startsWith(LOOK)) {
      String name = argv.size() > 4 ? argv.get(4) : argv.get(2).substring(LOOK.length());
      return new CommandResult(command, tools.containsKey(name) ? 0 : 127, false, List.of());
    }
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
