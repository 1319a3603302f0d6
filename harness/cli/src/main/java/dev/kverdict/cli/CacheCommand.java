package dev.kverdict.cli;

import dev.kverdict.host.HostLane;
import dev.kverdict.host.Lanes;
import dev.kverdict.host.ShortLived;
import dev.kverdict.store.Contents;
import dev.kverdict.store.Store;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows the store, and removes what killed runs have left behind. */
@Command(
    name = "cache",
    description = "Shows the store, or removes what killed runs have left behind.",
    mixinStandardHelpOptions = true)
final class CacheCommand implements Runnable {

  @Mixin private final Terminal terminal = new Terminal();

  private final Map<String, String> env;

  CacheCommand() {
    this(System.getenv());
  }

  /**
   * @param env the variables that define the place of the store and its size limit
   */
  CacheCommand(Map<String, String> env) {
    this.env = Map.copyOf(env);
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(terminal.line(), "name a subcommand: show or sweep");
  }

  @Command(
      name = "show",
      description = "Shows the place of the store, its size and limit, and its content.",
      mixinStandardHelpOptions = true)
  int show() throws IOException {
    PrintWriter out = terminal.out();
    // Not opened: opening a store removes what killed runs have left.
    Path root = Store.defaultRoot(env);
    long limit = Store.defaultLimit(env);
    List<Contents.Step> steps = new Contents(root).steps();
    long bytes = steps.stream().mapToLong(Contents.Step::bytes).sum();
    out.printf("store  %s%n", root);
    out.printf("size   %s of %s%n", mib(bytes), mib(limit));
    for (Contents.Step step : steps) {
      out.printf("%-20s %6d entries %12s%n", step.name(), step.entries(), mib(step.bytes()));
    }
    out.flush();
    return 0;
  }

  @Command(
      name = "sweep",
      description = "Removes directories and containers of runs that are gone.",
      mixinStandardHelpOptions = true)
  int sweep() {
    PrintWriter out = terminal.out();
    // Containers first: one of them may still use a work directory.
    List<String> removed = Lanes.sweep(env);
    removed.forEach(line -> out.println("removed " + line));
    Store store = new Store(Store.defaultRoot(env), new HostLane(), Store.defaultLimit(env));
    store.orphans().forEach(work -> out.println("removed work directory " + work));
    ShortLived.sweep().forEach(left -> out.println("removed temporary directory " + left));
    out.println("swept");
    out.flush();
    return 0;
  }

  private static String mib(long bytes) {
    return (bytes >> 20) + " MiB";
  }
}
