package dev.kverdict.cli;

import dev.kverdict.UserError;
import dev.kverdict.campaign.Campaign;
import dev.kverdict.campaign.CampaignOptions;
import dev.kverdict.campaign.CampaignOptions.Extra;
import dev.kverdict.campaign.FirstFailure;
import dev.kverdict.campaign.KernelChoice;
import dev.kverdict.campaign.Selection;
import dev.kverdict.model.Defaults;
import dev.kverdict.model.Matrix;
import dev.kverdict.record.RunResult;
import dev.kverdict.record.Verdict;
import dev.kverdict.record.VerdictKind;
import dev.kverdict.run.Environment;
import dev.kverdict.run.RunFolder;
import dev.kverdict.sketch.TreePlan;
import dev.kverdict.text.Printable;
import dev.kverdict.verdict.Results;
import dev.kverdict.verdict.ShownFailure;
import dev.kverdict.yaml.TryCase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Judges a developer's own tree without a case, and leaves the case that says the same. */
@Command(
    name = "try",
    description = {
      "Judges the changes in a kernel's git tree as it stands: commits, index and files.",
      "The control is the commit that they started from."
    },
    mixinStandardHelpOptions = true)
final class TryCommand implements Callable<Integer> {

  private static final String FILE = "kverdict-try.yaml";
  private static final int UNDECIDED = 3;

  @Mixin private final Terminal terminal = new Terminal();
  @Mixin private final TryOptions tried = new TryOptions();
  @Mixin private final EffortOptions effort = new EffortOptions();
  @Mixin private final ViewOptions view = new ViewOptions();
  @Mixin private final RunOptions run = new RunOptions();
  @Mixin private final PlaceOptions place = new PlaceOptions();

  @Option(names = "--fresh", description = "Run trials again even if the store has their evidence.")
  private boolean fresh;

  @Option(names = "--cold", description = "Boot for every trial; use no snapshots.")
  private boolean cold;

  @Override
  public Integer call() {
    try (RunWatch watch = view.open(terminal, tried.program())) {
      return judge(watch);
    }
  }

  private int judge(RunWatch watch) {
    CampaignOptions asked = options();
    Environment environment = place.environment().watchedBy(watch::glimpse);
    TreePlan plan = tried.plan(environment.lane(), environment.openStore());
    boolean within = plan.tree().has(Path.of("").toAbsolutePath());
    Path runs = within ? run.out(RunOptions.besideTheStore("runs")) : run.out();
    CampaignOptions options = asked.leavingRunsIn(runs);
    RunFolder folder = RunFolder.create(runs, plan.program().name() + "-try");
    plan.write(folder.path());
    List<String> lines = plan.lines();
    lines.forEach(this::say);
    Path file = folder.file(FILE);
    TryCase known = plan.part();
    boolean built = FirstFailure.isBuilt(open(known).write(file, head(lines)), environment);
    say(plan.builds(built, Runtime.getRuntime().availableProcessors()));
    if (plan.failure().crash() == null) {
      Optional<TryCase> found = found(known, file, lines, options, environment, watch);
      if (found.isEmpty()) {
        return UNDECIDED;
      }
      known = found.get();
    }
    return judge(plan, known.write(file, head(lines)), options, environment, watch);
  }

  private CampaignOptions options() {
    Set<Extra> extras = EnumSet.noneOf(Extra.class);
    if (fresh) {
      extras.add(Extra.FRESH);
    }
    if (cold) {
      extras.add(Extra.COLD);
    }
    return new CampaignOptions(
        Selection.ALL,
        KernelChoice.AUTO,
        effort.of(Defaults.BUILT_IN),
        run.accelerator(),
        extras,
        run.out());
  }

  private void say(String line) {
    if (view.quiet()) {
      return;
    }
    terminal.print(Printable.ascii(line) + System.lineSeparator());
  }

  private static List<String> head(List<String> lines) {
    List<String> head = new ArrayList<>(List.of("Written by kverdict try:"));
    head.addAll(lines);
    return head;
  }

  /** Returns a case that expects a failure which is not known. */
  private static TryCase open(TryCase part) {
    TryCase.Program program = part.program();
    return program.crash() == null ? part.with(program.failing(FirstFailure.UNKNOWN, null)) : part;
  }

  /** Lets the control show what the reproducer fails by; empty if it shows nothing. */
  private Optional<TryCase> found(
      TryCase part,
      Path file,
      List<String> lines,
      CampaignOptions options,
      Environment environment,
      RunWatch watch) {
    TryCase.Program program = part.program();
    Matrix matrix = open(part).write(file, head(lines));
    FirstFailure.Found found = FirstFailure.find(matrix, options, environment, watch);
    ShownFailure shown = found.last();
    if (!shown.failed()) {
      say(
          "NOT_REPRODUCED: the control showed no failure in %d %s%s"
              .formatted(
                  found.trials(),
                  found.trials() == 1 ? "trial" : "trials",
                  shown.instead().isEmpty()
                      ? "; a bug that shows up less often is looked for longer with --title"
                      : ": " + shown.instead()));
      say("the case so far: " + file);
      return Optional.empty();
    }
    say(
        "failure     %s: what the control showed first, in trial %d"
            .formatted(
                shown.crash() == null ? "check " + shown.check() : '"' + shown.crash() + '"',
                found.trials()));
    // A check can only be expected among the steps that are declared.
    boolean declare = shown.check() != null && program.steps().isEmpty();
    return Optional.of(
        part.with(
            new TryCase.Program(
                program.file(),
                program.kind(),
                program.packages(),
                declare ? shown.steps() : program.steps(),
                shown.crash(),
                shown.check())));
  }

  private int judge(
      TreePlan plan,
      Matrix matrix,
      CampaignOptions options,
      Environment environment,
      RunWatch watch) {
    try (Campaign campaign = watch.following(Campaign.start(matrix, options, environment, watch))) {
      RunResult result = watch.result();
      if (!view.quiet()) {
        terminal.print(System.lineSeparator());
        terminal.printTable(result, campaign.folder());
      }
      say("the case: %s; edit it, then: kverdict verify".formatted(matrix.file()));
      requireRightTitle(plan, result);
      return Results.exitCode(result.verdicts());
    }
  }

  /** A report that was named and never came is a mistake in the name, most often. */
  private static void requireRightTitle(TreePlan plan, RunResult result) {
    Verdict verdict = result.verdicts().get(0).verdict();
    if (verdict.kind() == VerdictKind.NOT_REPRODUCED && plan.failure().crash() != null) {
      throw new UserError(
          "%s \"%s\"".formatted(plan.failure().whence(), plan.failure().crash()),
          "the control did not show it in %d trials".formatted(verdict.control().trials()),
          "correct it, leave it out to take what the control shows first, or raise --max-trials");
    }
  }
}
