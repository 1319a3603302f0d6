package dev.kverdict.cli;

import dev.kverdict.UserError;
import dev.kverdict.campaign.Campaign;
import dev.kverdict.campaign.CampaignOptions;
import dev.kverdict.campaign.CampaignOptions.Extra;
import dev.kverdict.campaign.Selection;
import dev.kverdict.model.Defaults;
import dev.kverdict.model.Matrix;
import dev.kverdict.record.RunResult;
import dev.kverdict.report.Reports;
import dev.kverdict.report.VerdictTable;
import dev.kverdict.run.Environment;
import dev.kverdict.verdict.Results;
import dev.kverdict.yaml.MatrixReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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

  private static final Pattern DURATION = Pattern.compile("([1-9][0-9]{0,6})(s|m)");

  private static final int MAX = 10_000;

  @Mixin private final Terminal terminal = new Terminal();

  @Parameters(paramLabel = "MATRIX", description = "The matrix file.")
  private @Nullable Path matrix;

  @Mixin private final PatchArguments patches = new PatchArguments();

  @Option(
      names = "--kernel",
      paramLabel = "ID",
      description = "Only this kernel: unpatched, patched, KERNEL or KERNEL/PATCH.")
  private @Nullable String kernel;

  @Option(names = "--repro", paramLabel = "NAME", description = "Only this reproducer or guard.")
  private @Nullable String repro;

  @Option(
      names = "--trials",
      paramLabel = "N",
      description = "Exactly N trials a side (default: as many as the confidence needs).")
  private @Nullable Integer trials;

  @Option(names = "--max-trials", paramLabel = "N", description = "At most N trials a side.")
  private @Nullable Integer maxTrials;

  @Option(
      names = "--budget",
      paramLabel = "DURATION",
      description = "Start no further trial after this time: 30s, 10m.")
  private @Nullable String budget;

  @Option(
      names = "--confidence",
      paramLabel = "C",
      description = "The confidence to reach, 0.5 to 1.")
  private @Nullable Double confidence;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description = "Run N machines at once (default: from the matrix).")
  private @Nullable Integer jobs;

  @Mixin private final RunOptions run = new RunOptions();

  @Option(
      names = "--lane",
      paramLabel = "host|container",
      description = "Where programs run (default: ${DEFAULT-VALUE}).")
  private String lane = "host";

  @Option(
      names = "--require-cage",
      description = "Never run what touches a patch or a guest without a cage (docs/cage.md).")
  private boolean requireCage;

  @Option(
      names = "--syz-prog2c",
      paramLabel = "PATH",
      description = "The converter of syzkaller's programs (default: from the PATH).")
  private @Nullable String syzProg2c;

  @Option(names = "--fresh", description = "Run trials again even if the store has their evidence.")
  private boolean fresh;

  @Option(names = "--cold", description = "Boot for every trial; use no snapshots.")
  private boolean cold;

  @Option(names = "--no-expect", description = "Ignore expect: every patch must pass.")
  private boolean noExpect;

  @Option(
      names = "--necessity",
      description = "Also judge each series with each of its patches left out in turn.")
  private boolean necessity;

  @Option(
      names = "--tripwire",
      description = "If a patch edits the assertion that fired, report when its condition holds.")
  private boolean tripwire;

  @Option(
      names = "--hold",
      description = "Keep the first machine whose guest died, and print how to attach gdb.")
  private boolean hold;

  @Override
  public Integer call() {
    Matrix whole = patches.in(MatrixReader.read(Objects.requireNonNull(matrix)));
    CampaignOptions options = options(whole);
    Environment system =
        Environment.ofSystem(lane, requireCage).convertingBy(syzProg2c).loggedBy(RunLog::begin);
    Environment environment =
        hold ? system.inspectedBy(new TerminalInspector(terminal.out())) : system;
    try (Campaign campaign = Campaign.start(whole, options, environment, terminal.events())) {
      RunResult result = campaign.finish();
      Reports.writeAll(result, campaign.folder());
      terminal.print(System.lineSeparator() + VerdictTable.of(result));
      return Results.exitCode(result.verdicts());
    }
  }

  private CampaignOptions options(Matrix whole) {
    return new CampaignOptions(
        new Selection(kernel, patches.selected(), repro),
        run.route(),
        effort(whole.defaults()),
        run.accelerator(),
        extras(),
        run.out());
  }

  private Defaults effort(Defaults usual) {
    return new Defaults(
        trials == null
            ? usual.trials()
            : Integer.valueOf(Terminal.inRange("--trials", trials, MAX)),
        maxTrials == null ? usual.maxTrials() : Terminal.inRange("--max-trials", maxTrials, MAX),
        budget(usual),
        checkedConfidence(usual),
        jobs == null ? usual.jobs() : Terminal.inRange("--jobs", jobs, MAX));
  }

  private Set<Extra> extras() {
    Map<Extra, Boolean> asked =
        Map.of(
            Extra.NECESSITY, necessity,
            Extra.TRIPWIRE, tripwire,
            Extra.COLD, cold,
            Extra.FRESH, fresh,
            Extra.NO_EXPECT, noExpect);
    return asked.entrySet().stream()
        .filter(Map.Entry::getValue)
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  private @Nullable Duration budget(Defaults usual) {
    if (budget == null) {
      return usual.budget();
    }
    Matcher duration = DURATION.matcher(budget);
    if (!duration.matches()) {
      throw new UserError("--budget " + budget, "is not a duration", "write it as 30s or 10m");
    }
    long number = Long.parseLong(duration.group(1));
    return duration.group(2).equals("s") ? Duration.ofSeconds(number) : Duration.ofMinutes(number);
  }

  private double checkedConfidence(Defaults usual) {
    double value = confidence == null ? usual.confidence() : confidence;
    if (!(value > 0.5 && value < 1)) {
      throw new UserError("--confidence " + value, "is out of range", "use a value such as 0.95");
    }
    return value;
  }
}
