package dev.kverdict.build;

import dev.kverdict.host.Command;
import dev.kverdict.host.CommandResult;
import dev.kverdict.host.ForwardingLane;
import java.util.List;
import java.util.Map;

/** The host's lane with made-up tools and their version lines. */
final class ToolLane extends ForwardingLane {

  private static final String LOOK = "command -v ";

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
}
