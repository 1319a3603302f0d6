package dev.kverdict.cli;

import dev.kverdict.InfraError;
import dev.kverdict.UserError;
import dev.kverdict.campaign.Campaign;
import dev.kverdict.campaign.CampaignOptions;
import dev.kverdict.campaign.Selection;
import dev.kverdict.fetch.PatchSource;
import dev.kverdict.host.HostLane;
import dev.kverdict.model.Matrix;
import dev.kverdict.model.PatchDef;
import dev.kverdict.patch.PatchSet;
import dev.kverdict.record.RunResult;
import dev.kverdict.report.Reports;
import dev.kverdict.report.ReviewResults;
import dev.kverdict.yaml.MatrixReader;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Judges the patch in a mail for b4 review. */
@Command(
    name = "check",
    description = {
      "Judges the patch or series of a mail on standard input, as a check of b4 review:",
      "prints a JSON array of results. Events go to standard error."
    },
    mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {

  private static final String NAME = "mail";

  @Mixin private final Terminal terminal = new Terminal();

  @Parameters(paramLabel = "MATRIX", description = "The matrix file.")
  private @Nullable Path matrix;

  @Option(
      names = "--only",
      paramLabel = "PATH",
      description = "Say nothing about patches that change no file at or below PATH; repeatable.")
  private List<String> only = List.of();

  @Option(
      names = "--series",
      description =
          "Judge the whole series of a patch that is part of one; a cover letter asks so.")
  private boolean series;

  @Mixin private final EffortOptions effort = new EffortOptions();
  @Mixin private final RouteOption route = new RouteOption();
  @Mixin private final ViewOptions view = new ViewOptions();
  @Mixin private final RunOptions run = new RunOptions();
  @Mixin private final PlaceOptions place = new PlaceOptions();

  /** A mistake in the matrix or in an option is one of who set this up; b4 shows it as such. */
  @Override
  public Integer call() {
    Matrix read = MatrixReader.read(Objects.requireNonNull(matrix));
    CampaignOptions options =
        new CampaignOptions(
            Selection.ALL,
            route.choice(),
            effort.of(read.defaults()),
            run.accelerator(),
            Set.of(),
            run.out(RunOptions.besideTheStore("reviews")));
    terminal.print(answer(read, options));
    return 0;
  }

  /** What is wrong from here on says nothing good or bad about the patch. */
  private String answer(Matrix read, CampaignOptions options) {
    try {
      Optional<ReviewedMail.Asked> found =
          new ReviewedMail(source(), System.getenv())
              .asked(System.in, series)
              .filter(asked -> concerned(asked.patches()));
      return found.isEmpty() ? ReviewResults.NOTHING : judged(read, found.get(), options);
    } catch (UserError | InfraError e) {
      Errors.log(e);
      return ReviewResults.notJudged(read.caseName(), Errors.said(e));
    }
  }

  private boolean concerned(PatchSet patches) {
    return only.isEmpty()
        || patches.paths().stream()
            .anyMatch(
                path ->
                    only.stream()
                        .map(prefix -> prefix.replaceAll("/+$", ""))
                        .anyMatch(prefix -> path.equals(prefix) || path.startsWith(prefix + "/")));
  }

  private String judged(Matrix read, ReviewedMail.Asked asked, CampaignOptions options) {
    String name = PatchArguments.unused(NAME, read);
    Matrix whole = read.with(new PatchDef(name, asked.patches(), Map.of()));
    CampaignOptions mine = options.selecting(new Selection(null, name, null));
    try (RunWatch watch = view.openOnError(terminal);
        Campaign campaign =
            watch.following(Campaign.start(whole, mine, place.environment(), watch))) {
      RunResult result = watch.result();
      URI shown = Reports.page(campaign.folder()).map(Path::toUri).orElse(null);
      return ReviewResults.of(result, shown, asked.part());
    }
  }

  private static PatchSource source() {
    return new PatchSource(
        new HostLane(),
        System.in,
        Path.of("").toAbsolutePath().normalize(),
        PatchSource.archive(System.getenv()));
  }
}
