package dev.kverdict.cli;

import dev.kverdict.UserError;
import dev.kverdict.campaign.Campaign;
import dev.kverdict.campaign.CampaignOptions;
import dev.kverdict.campaign.Selection;
import dev.kverdict.model.Defaults;
import dev.kverdict.model.Matrix;
import dev.kverdict.model.PatchDef;
import dev.kverdict.patch.PatchSet;
import dev.kverdict.record.RunResult;
import dev.kverdict.report.Reports;
import dev.kverdict.report.VerdictTable;
import dev.kverdict.run.Environment;
import dev.kverdict.verdict.Results;
import dev.kverdict.yaml.MatrixReader;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The main job: a matrix in, verdicts out. */
@Command(
    name = "verify",
    description = "Runs a matrix and gives a verdict on every patch.",
    mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {

  private static final Pattern DURATION = Pattern.compile("([1-9][0-9]{0,6})(s|m)");

  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "MATRIX", description = "The matrix file.")
  private @Nullable Path matrix;

  @Option(names = "--patch", paramLabel = "NAME|FILE", description = "Only this patch.")
  private @Nullable String patch;

  @Option(
      names = "--kernel",
      paramLabel = "ID",
      description = "unpatched, patched, KERNEL or KERNEL/PATCH.")
  private @Nullable String kernel;

  @Option(names = "--repro", paramLabel = "NAME", description = "Only this reproducer or guard.")
  private @Nullable String repro;

  @Option(
      names = "--trials",
      paramLabel = "N",
      description = "Exactly N trials a side (default: as many as the confidence takes).")
  private @Nullable Integer trials;

  @Option(names = "--max-trials", paramLabel = "N", description = "The most trials a side.")
  private @Nullable Integer maxTrials;

  @Option(
      names = "--budget",
      paramLabel = "DURATION",
      description = "After this no further trial is begun: 30s, 10m.")
  private @Nullable String budget;

  @Option(names = "--confidence", paramLabel = "C", description = "Asked confidence, 0.5 to 1.")
  private @Nullable Double confidence;

  @Option(names = "--jobs", paramLabel = "N", description = "Machines at once (default: matrix).")
  private @Nullable Integer jobs;

  @Mixin private final RunOptions run = new RunOptions();

  @Option(names = "--lane", paramLabel = "host|container", description = "Where programs run.")
  private String lane = "host";

  @Option(
      names = "--require-cage",
      description = "Run nothing that touches a patch or a guest without a cage (docs/cage.md).")
  private boolean requireCage;

  @Option(names = "--fresh", description = "Run again what the store has evidence of.")
  private boolean fresh;

  @Option(names = "--cold", description = "Boot for every trial; restore no snapshot.")
  private boolean cold;

  @Option(names = "--no-expect", description = "Ignore expect: every patch must pass.")
  private boolean noExpect;

  @Option(
      names = "--necessity",
      description = "Also judge each series with one of its patches left out.")
  private boolean necessity;

  @Option(
      names = "--tripwire",
      description = "Where a patch edits the assertion that fired, keep its condition as a report.")
  private boolean tripwire;

  @Option(
      names = "--hold",
      description = "Keep the first machine whose guest died, and say how to attach gdb.")
  private boolean hold;

  @Option(names = "--verbose", description = "Print every event, and stack traces of errors.")
  private boolean verbose;

  VerifyCommand() {}

  @Override
  public Integer call() {
    PrintWriter terminal = java.util.Objects.requireNonNull(spec).commandLine().getOut();
    Matrix read = MatrixReader.read(java.util.Objects.requireNonNull(matrix));
    Matrix whole = withPatchFile(read);
    CampaignOptions options = options(whole);
    Environment system = Environment.ofSystem(lane, requireCage).loggedBy(RunLog::begin);
    Environment environment = hold ? system.inspectedBy(new TerminalHolder(terminal)) : system;
    try (Campaign campaign =
        Campaign.start(whole, options, environment, new EventPrinter(terminal, verbose))) {
      RunResult result = campaign.finish();
      Reports.writeAll(result, campaign.folder());
      terminal.println();
      terminal.print(VerdictTable.of(result).text());
      terminal.flush();
      return Results.exitCode(result.verdicts());
    }
  }

  private CampaignOptions options(Matrix whole) {
    return new CampaignOptions(
        new Selection(kernel, selectedPatch(), repro),
        run.route(),
        effort(whole.defaults()),
        run.accelerator(),
        extras(),
        run.out());
  }

  private Defaults effort(Defaults usual) {
    return new Defaults(
        trials == null ? usual.trials() : Integer.valueOf(positive("--trials", trials)),
        maxTrials == null ? usual.maxTrials() : positive("--max-trials", maxTrials),
        budget(usual),
        checkedConfidence(usual),
        jobs == null ? usual.jobs() : positive("--jobs", jobs));
  }

  private Set<CampaignOptions.Extra> extras() {
    Map<CampaignOptions.Extra, Boolean> asked =
        Map.of(
            CampaignOptions.Extra.NECESSITY, necessity,
            CampaignOptions.Extra.TRIPWIRE, tripwire,
            CampaignOptions.Extra.COLD, cold,
            CampaignOptions.Extra.FRESH, fresh,
            CampaignOptions.Extra.NO_EXPECT, noExpect);
    Set<CampaignOptions.Extra> extras = EnumSet.noneOf(CampaignOptions.Extra.class);
    asked.forEach(
        (extra, yes) -> {
          if (yes) {
            extras.add(extra);
          }
        });
    return extras;
  }

  private @Nullable Duration budget(Defaults usual) {
    if (budget == null) {
      return usual.budget();
    }
    Matcher duration = DURATION.matcher(budget);
    if (!duration.matches()) {
      throw new UserError("--budget " + budget, "is no duration", "write it as 30s or 10m");
    }
    long number = Long.parseLong(duration.group(1));
    return duration.group(2).equals("s") ? Duration.ofSeconds(number) : Duration.ofMinutes(number);
  }

  private static int positive(String option, int value) {
    if (value < 1 || value > 10_000) {
      throw new UserError(option + " " + value, "is out of range", "use 1 to 10000");
    }
    return value;
  }

  private double checkedConfidence(Defaults usual) {
    double value = confidence == null ? usual.confidence() : confidence;
    if (!(value > 0.5 && value < 1)) {
      throw new UserError("--confidence " + value, "is out of range", "use a value such as 0.95");
    }
    return value;
  }

  private @Nullable String selectedPatch() {
    return patch == null || !isFile(patch) ? patch : fileName(patch);
  }

  /** A patch that is a file and not a name joins the matrix under the file's name. */
  private Matrix withPatchFile(Matrix read) {
    String given = patch;
    if (given == null || read.patches().containsKey(given) || !isFile(given)) {
      return read;
    }
    return read.with(
        new PatchDef(
            fileName(given),
            PatchSet.read(List.of(Path.of(given).toAbsolutePath().normalize())),
            Map.of()));
  }

  private static boolean isFile(String text) {
    return Files.isRegularFile(Path.of(text));
  }

  private static String fileName(String text) {
    String name = String.valueOf(Path.of(text).getFileName());
    return name.replaceFirst("\\.(patch|diff|mbox|eml)$", "").replaceAll("[^A-Za-z0-9._-]", "_");
  }
}
