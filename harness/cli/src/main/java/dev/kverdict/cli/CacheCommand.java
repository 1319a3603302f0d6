package dev.kverdict.cli;

import dev.kverdict.host.HostLane;
import dev.kverdict.host.Lanes;
import dev.kverdict.store.Store;
import java.io.IOException;
import java.io.PrintWriter;
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

  CacheCommand() {}

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
    Map<String, String> env = System.getenv();
    Store store = open(env);
    List<Store.Step> steps = store.steps();
    long bytes = steps.stream().mapToLong(Store.Step::bytes).sum();
    out.printf("store  %s%n", store.root());
    out.printf("size   %s of %s%n", mib(bytes), mib(Store.defaultLimit(env)));
    for (Store.Step step : steps) {
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
    Map<String, String> env = System.getenv();
    // Containers first: one of them may still hold what lies in a work folder.
    List<String> removed = Lanes.sweep(env);
    removed.forEach(line -> out.println("removed " + line));
    open(env).orphans().forEach(folder -> out.println("removed work folder " + folder));
    out.println("swept");
    out.flush();
    return 0;
  }

  private static Store open(Map<String, String> env) {
    return new Store(Store.defaultRoot(env), new HostLane(), Store.defaultLimit(env));
  }

  private PrintWriter out() {
    return java.util.Objects.requireNonNull(spec).commandLine().getOut();
  }

  private static String mib(long bytes) {
    return (bytes >> 20) + " MiB";
  }
}
