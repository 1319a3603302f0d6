package dev.kverdict.cli;

import dev.kverdict.batch.Batch;
import dev.kverdict.batch.BatchLog;
import dev.kverdict.batch.Ranking;
import dev.kverdict.campaign.Campaign;
import dev.kverdict.campaign.CampaignOptions;
import dev.kverdict.campaign.Selection;
import dev.kverdict.campaign.Terms;
import dev.kverdict.model.Matrix;
import dev.kverdict.record.Event;
import dev.kverdict.record.RankedCandidate;
import dev.kverdict.record.RunResult;
import dev.kverdict.report.BatchReports;
import dev.kverdict.report.BatchTable;
import dev.kverdict.run.Environment;
import dev.kverdict.verdict.Results;
import dev.kverdict.yaml.MatrixReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs a matrix and prints the verdicts. */
@Command(
    name = "verify",
    description = "Runs a matrix and gives a verdict on every patch.",
    mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {

  @Mixin private final Terminal terminal = new Terminal();

  @Parameters(paramLabel = "MATRIX", description = "The matrix file.")
  private @Nullable Path matrix;

  @Mixin private final PatchArguments patches = new PatchArguments();

  @Option(
      names = {"--kernel", "--kernels"},
      paramLabel = "ID",
      description =
          "Only these kernels: unpatched, patched, KERNEL or KERNEL/PATCH; ID,ID: several.")
  private @Nullable String kernel;

  @Option(names = "--repro", paramLabel = "NAME", description = "Only this reproducer or guard.")
  private @Nullable String repro;

  @Mixin private final BatchOptions many = new BatchOptions();

  @Mixin private final EffortOptions effort = new EffortOptions();

  @Mixin private final RouteOption route = new RouteOption();

  @Mixin private final ViewOptions view = new ViewOptions();

  @Mixin private final RunOptions run = new RunOptions();

  @Mixin private final PlaceOptions place = new PlaceOptions();

  @Mixin private final ClusterOptions cluster = new ClusterOptions();

  @Mixin private final ExtraOptions extras = new ExtraOptions();

  @Option(
      names = "--hold",
      description = "Keep the first machine whose guest died, and print how to attach gdb.")
  private boolean hold;

  @Override
  public Integer call() {
    Path file = Objects.requireNonNull(matrix);
    if (cluster.asked()) {
      return ClusterWatch.verify(terminal, cluster, file, run, view.quiet());
    }
    // Whoever is asked to press a key must see where, so nothing is drawn then.
    try (RunWatch watch = hold ? terminal.following(terminal.out()) : view.open(terminal, file)) {
      return verify(file, watch);
    }
  }

  private int verify(Path file, RunWatch watch) {
    Matrix read = MatrixReader.read(file);
    Optional<Batch> batch = many.in(read, patches, route.choice());
    Matrix whole = batch.isPresent() ? batch.get().matrix() : patches.in(read);
    CampaignOptions options = options(whole, batch.isPresent());
    Terms terms =
        new Terms(
            batch.map(Batch::known).orElse(List.of()),
            many.stopAt(),
            effort.mostTrials(),
            many.resumed());
    Environment system = place.environment();
    Environment environment =
        (hold ? system.inspectedBy(new TerminalInspector(terminal.out())) : system)
            .watchedBy(watch::glimpse);
    Consumer<Event> events = batch.isPresent() ? new BatchLog(watch) : watch;
    try (Campaign campaign =
        watch.following(Campaign.start(whole, options, environment, terms, events))) {
      RunResult result = watch.result();
      return batch.isPresent() ? ranked(result, campaign) : judged(result, campaign);
    }
  }

  private int judged(RunResult result, Campaign campaign) {
    if (!view.quiet()) {
      terminal.print(System.lineSeparator());
      terminal.printTable(result, campaign.folder());
    }
    return Results.exitCode(result.verdicts(), result.steps());
  }

  private int ranked(RunResult result, Campaign campaign) {
    List<RankedCandidate> ranked = Ranking.of(campaign.candidates());
    BatchReports.write(result, ranked, campaign.folder());
    terminal.print(System.lineSeparator() + BatchTable.of(ranked, result.facts()));
    return Ranking.exitCode(ranked, many.stopAt());
  }

  private CampaignOptions options(Matrix whole, boolean screening) {
    return new CampaignOptions(
        new Selection(kernel, patches.selected(), repro),
        route.choice(),
        effort.orTrials(whole.defaults()),
        run.accelerator(),
        extras.extras(screening),
        run.out());
  }
}
