package dev.kverdict.cli;

import dev.kverdict.UserError;
import dev.kverdict.batch.Batch;
import dev.kverdict.campaign.CampaignOptions;
import dev.kverdict.campaign.Selection;
import dev.kverdict.shard.Planner;
import dev.kverdict.shard.ShardPlan;
import dev.kverdict.yaml.CaseFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
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

  @Mixin private final PatchArguments patches = new PatchArguments();

  @Mixin private final BatchOptions many = new BatchOptions();

  @Mixin private final EffortOptions effort = new EffortOptions();

  @Mixin private final RouteOption route = new RouteOption();

  @Mixin private final AccelOption accel = new AccelOption();

  @Mixin private final ExtraOptions extras = new ExtraOptions();

  @Option(names = "--hold", hidden = true)
  private boolean hold;

  @Override
  public Integer call() {
    int most = Terminal.inRange("--shards", shards, MOST);
    requirePlannable();
    CaseFiles read = CaseFiles.read(Objects.requireNonNull(matrix));
    Optional<Batch> batch = many.in(read.matrix(), patches, route.choice());
    Planner.Subject subject =
        batch
            .map(one -> new Planner.Subject(one.matrix(), one.known()))
            .orElseGet(() -> new Planner.Subject(patches.in(read.matrix()), List.of()));
    CampaignOptions options =
        new CampaignOptions(
            new Selection(kernel, patches.selected(), repro),
            route.choice(),
            effort.of(read.matrix().defaults()),
            accel.accelerator(),
            extras.extras(batch.isPresent()),
            out);
    Path folder = out.toAbsolutePath().normalize();
    ShardPlan plan =
        new Planner(Kverdict.VERSION).plan(read, subject, options, most, times, folder);
    terminal.print(json ? plan.jobs() : plan.words(out));
    return 0;
  }

  /** What only one machine can do, or only one with a person before it. */
  private void requirePlannable() {
    many.requirePlannable();
    if (effort.mostTrials() > 0) {
      throw new UserError(
          "--budget",
          "ends a run after a number of trials, and no shard knows of those in the others",
          "leave it out of the plan");
    }
    if (hold) {
      throw new UserError(
          "--hold",
          "keeps a machine for a person to look at, and nobody sits before a shard",
          "use kverdict verify --hold, with --patch and --repro");
    }
  }
}
