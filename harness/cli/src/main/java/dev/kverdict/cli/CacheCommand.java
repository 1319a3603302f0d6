package dev.kverdict.cli;

import dev.kverdict.host.HostLane;
import dev.kverdict.host.Lanes;
import dev.kverdict.store.Contents;
import dev.kverdict.store.Store;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Looks at what is kept between runs, and removes what killed runs have left. */
@Command(
    name = "cache",
    description = "Shows the store, or removes what killed runs have left behind.",
    mixinStandardHelpOptions = true)
final class CacheCommand implements Runnable {

  @Spec private @Nullable CommandSpec spec;

  private final Map<String, String> env;

  CacheCommand() {
    this(System.getenv());
  }

  /**
   * @param env the variables that say where the store is and how large it may be
   */
  CacheCommand(Map<String, String> env) {
    this.env = Map.copyOf(env);
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        java.util.Objects.requireNonNull(spec).commandLine(), "say what: show or sweep");
  }

  @Command(
      name = "show",
      description = "Where the store is, its size and limit, and what it holds.",
      mixinStandardHelpOptions = true)
  int show() throws IOException {
    PrintWriter out = out();
    // Not opened: whoever opens a store removes what killed runs have left.
    Path root = Store.defaultRoot(env);
    List<Contents.Step> steps = new Contents(root).steps();
    long bytes = steps.stream().mapToLong(Contents.Step::bytes).sum();
    out.printf("store  %s%n", root);
    out.printf("size   %s of %s%n", mib(bytes), mib(Store.defaultLimit(env)));
    for (Contents.Step step : steps) {
      out.printf("%-20s %6d entries %12s%n", step.name(), step.entries(), mib(step.bytes()));
    }
    out.flush();
    return 0;
  }

  @Command(
      name = "sweep",
      description = "Removes work folders and containers whose run is gone.",
      mixinStandardHelpOptions = true)
  int sweep() {
    PrintWriter out = out();
    // Containers first: one of them may still hold what lies in a work folder.
    List<String> removed = Lanes.sweep(env);
    removed.forEach(line -> out.println("removed " + line));
    Store store = new Store(Store.defaultRoot(env), new HostLane(), Store.defaultLimit(env));
    store.orphans().forEach(folder -> out.println("removed work folder " + folder));
    out.println("swept");
    out.flush();
    return 0;
  }

  private PrintWriter out() {
    return java.util.Objects.requireNonNull(spec).commandLine().getOut();
  }

  private static String mib(long bytes) {
    return (bytes >> 20) + " MiB";
  }
}
