package dev.kverdict.cli;

import dev.kverdict.campaign.CampaignOptions;
import dev.kverdict.campaign.FirstFailure;
import dev.kverdict.campaign.KernelChoice;
import dev.kverdict.campaign.Selection;
import dev.kverdict.guest.StaticCompiler;
import dev.kverdict.model.Defaults;
import dev.kverdict.model.Matrix;
import dev.kverdict.model.ProgramDef;
import dev.kverdict.run.Environment;
import dev.kverdict.run.RunFolder;
import dev.kverdict.sketch.CaseSketch;
import dev.kverdict.sketch.Destination;
import dev.kverdict.sketch.KnownFailure;
import dev.kverdict.sketch.ShownControl;
import dev.kverdict.store.Entry;
import dev.kverdict.text.Printable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes a case of a reproducer, and lets the control show that it fails. */
@Command(
    name = "new",
    description = {
      "Writes a case of a reproducer: finds out what it takes, and runs it on the",
      "kernel without a patch. No file is ever overwritten."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExit codes:%n",
    footer = {
      "  0  the case is written, and the control fails as it says",
      "  2  wrong usage, or of this no case can be made; nothing is written",
      "  3  the case is written, but the control did not show the failure",
      "  4  the host is broken; nothing is written"
    })
final class NewCommand implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(NewCommand.class);
  private static final int NOT_SHOWN = 3;

  @Mixin private final Terminal terminal = new Terminal();
  @Mixin private final NewOptions asked = new NewOptions();
  @Mixin private final ViewOptions view = new ViewOptions();
  @Mixin private final PlaceOptions place = new PlaceOptions();

  @Option(
      names = "--runs",
      paramLabel = "DIR",
      description = "Directory for run directories (default: ${DEFAULT-VALUE}).")
  private Path runs = Path.of("runs");

  @Override
  public Integer call() {
    try (RunWatch watch = view.open(terminal, asked.repro())) {
      return write(watch);
    }
  }

  private int write(RunWatch watch) {
    CaseSketch sketch = asked.sketch();
    Destination target = asked.destination(sketch);
    Environment environment = place.environment().watchedBy(watch::glimpse);
    List<String> lines = new ArrayList<>(sketch.lines());
    lines.forEach(this::say);
    ShownControl shown = shown(sketch, environment, watch);
    shown.lines().forEach(this::say);
    lines.addAll(shown.lines());
    Matrix matrix = sketch.write(target, shown.failure(), head(lines));
    say("the case: " + matrix.file());
    say(
        shown.asExpected()
            ? "next: kverdict verify %s%s"
                .formatted(matrix.file(), matrix.patches().isEmpty() ? " --patch FILE" : "")
            : "next: edit it, then: kverdict verify %s --kernel unpatched"
                .formatted(matrix.file()));
    return shown.asExpected() ? 0 : NOT_SHOWN;
  }

  /** Runs a case like the one that is written in the end: its failure is not known yet. */
  private ShownControl shown(CaseSketch sketch, Environment environment, RunWatch watch) {
    RunFolder folder = RunFolder.create(runs, sketch.name() + "-new");
    String title = sketch.expected().crash();
    Matrix matrix =
        sketch.write(
            new Destination(folder.path(), "case.yaml"),
            new KnownFailure(
                title == null ? FirstFailure.UNKNOWN : title, null, sketch.steps(), null),
            List.of("What kverdict new ran."));
    requireCompiled(matrix, environment);
    CampaignOptions options =
        new CampaignOptions(
            Selection.ALL, KernelChoice.AUTO, Defaults.BUILT_IN, null, Set.of(), runs);
    return new ShownControl(sketch, FirstFailure.find(matrix, options, environment, watch));
  }

  /** Before anything is built or downloaded; errors name the file that the person knows. */
  private void requireCompiled(Matrix matrix, Environment environment) {
    ProgramDef copy = matrix.reproducers().values().iterator().next().program();
    Path file = asked.repro().toAbsolutePath().normalize();
    ProgramDef own =
        new ProgramDef(copy.kind(), file, copy.define(), copy.cflags(), copy.libs(), copy.arch());
    try (Entry compiled =
        new StaticCompiler(environment.lane(), environment.openStore(), environment.syzProg2c())
            .program(own, Objects.requireNonNull(file.getParent()))) {
      LOG.debug("the program is {}", compiled.folder());
    }
  }

  private static List<String> head(List<String> lines) {
    return Stream.concat(Stream.of("Written by kverdict new:"), lines.stream()).toList();
  }

  private void say(String line) {
    if (view.quiet()) {
      return;
    }
    terminal.print(Printable.ascii(line) + System.lineSeparator());
  }
}
