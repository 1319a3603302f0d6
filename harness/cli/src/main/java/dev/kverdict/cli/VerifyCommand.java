package dev.kverdict.cli;

import dev.kverdict.campaign.Campaign;
import dev.kverdict.campaign.CampaignOptions;
import dev.kverdict.campaign.CampaignOptions.Extra;
import dev.kverdict.campaign.Selection;
import dev.kverdict.model.Matrix;
import dev.kverdict.model.PatchDef;
import dev.kverdict.patch.PatchSet;
import dev.kverdict.record.RunResult;
import dev.kverdict.report.Reports;
import dev.kverdict.report.VerdictTable;
import dev.kverdict.run.Environment;
import dev.kverdict.verdict.Results;
import dev.kverdict.yaml.MatrixReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
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

  @Mixin private final Terminal terminal = new Terminal();

  @Parameters(paramLabel = "MATRIX", description = "The matrix file.")
  private @Nullable Path matrix;

  @Option(names = "--patch", paramLabel = "NAME|FILE", description = "Only this patch.")
  private @Nullable String patch;

  @Option(
      names = "--kernel",
      paramLabel = "ID",
      description = "Only this kernel: unpatched, patched, KERNEL or KERNEL/PATCH.")
  private @Nullable String kernel;

  @Option(names = "--repro", paramLabel = "NAME", description = "Only this reproducer or guard.")
  private @Nullable String repro;

  @Mixin private final EffortOptions effort = new EffortOptions();

  @Mixin private final RouteOption route = new RouteOption();

  @Mixin private final RunOptions run = new RunOptions();

  @Mixin private final PlaceOptions place = new PlaceOptions();

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
    Matrix whole = withPatchFile(MatrixReader.read(Objects.requireNonNull(matrix)));
    CampaignOptions options = options(whole);
    Environment system = place.environment();
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
        new Selection(kernel, selectedPatch(), repro),
        route.choice(),
        effort.of(whole.defaults()),
        run.accelerator(),
        extras(),
        run.out());
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

  private @Nullable String selectedPatch() {
    return patch == null || !isFile(patch) ? patch : fileName(patch);
  }

  /** Adds a patch given as a file to the matrix, under the file's name. */
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
