package dev.kverdict.cli;

import dev.kverdict.campaign.CampaignOptions;
import dev.kverdict.campaign.Selection;
import dev.kverdict.shard.Planner;
import dev.kverdict.shard.ShardPlan;
import dev.kverdict.yaml.CaseFiles;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Cuts a run into shards for several machines. */
@Command(
    name = "plan",
    description = "Cuts a run of a matrix into shards for several machines.",
    mixinStandardHelpOptions = true)
final class PlanCommand implements Callable<Integer> {

  private static final int MOST = 1000;

  @Mixin private final Terminal terminal = new Terminal();

  @Parameters(paramLabel = "MATRIX", description = "The matrix file.")
  private @Nullable Path matrix;

  @Option(
      names = "--shards",
      paramLabel = "N",
      description = "At most N shards (default: ${DEFAULT-VALUE}).")
  private int shards = 4;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "A new directory for the plan (default: ${DEFAULT-VALUE}).")
  private Path out = Path.of("kverdict-plan");

  @Option(
      names = "--times",
      paramLabel = "RUN",
      description = "Take from this run how long things take.")
  private @Nullable Path times;

  @Option(names = "--json", description = "Print the shards as JSON, for a matrix of CI jobs.")
  private boolean json;

  @Option(
      names = {"--kernel", "--kernels"},
      paramLabel = "ID",
      description = "Only these kernels, as in verify.")
  private @Nullable String kernel;

  @Option(names = "--repro", paramLabel = "NAME", description = "Only this reproducer or guard.")
  private @Nullable String repro;

  @Mixin private final EffortOptions effort = new EffortOptions();

  @Mixin private final RouteOption route = new RouteOption();

  @Override
  public Integer call() {
    int most = Terminal.inRange("--shards", shards, MOST);
    CaseFiles read = CaseFiles.read(Objects.requireNonNull(matrix));
    CampaignOptions options =
        new CampaignOptions(
            new Selection(kernel, null, repro),
            route.choice(),
            effort.of(read.matrix().defaults()),
            null,
            Set.of(),
            out);
    Path folder = out.toAbsolutePath().normalize();
    ShardPlan plan = new Planner(Kverdict.VERSION).plan(read, options, most, times, folder);
    terminal.print(json ? plan.jobs() : plan.words(out));
    return 0;
  }
}
