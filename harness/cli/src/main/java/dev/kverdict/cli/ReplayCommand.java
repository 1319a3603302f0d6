package dev.kverdict.cli;

import dev.kverdict.campaign.Campaign;
import dev.kverdict.capsule.Comparison;
import dev.kverdict.capsule.Replay;
import dev.kverdict.record.RunResult;
import dev.kverdict.run.Environment;
import dev.kverdict.text.Label;
import dev.kverdict.text.Printable;
import dev.kverdict.vm.Accelerator;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs the trials of a capsule again, and compares what they show with what it expects. */
@Command(
    name = "replay",
    description = {
      "Runs the trials of a capsule again, and compares what they show with what it expects.",
      "Exit code 0 if it is equal, 1 if not, 3 if the replay gives no answer."
    },
    mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {

  private static final int MOST_JOBS = 1000;

  @Mixin private final Terminal terminal = new Terminal();

  @Parameters(paramLabel = "FILE", description = "A file that kverdict capsule has made.")
  private @Nullable Path file;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description = "Machines at once (default: ${DEFAULT-VALUE}).")
  private int jobs = 1;

  @Mixin private final RunOptions run = new RunOptions();

  @Mixin private final ViewOptions view = new ViewOptions();

  @Mixin private final PlaceOptions place = new PlaceOptions();

  @Override
  public Integer call() {
    int most = Terminal.inRange("--jobs", jobs, MOST_JOBS);
    Accelerator accelerator = run.accelerator();
    Path capsule = Objects.requireNonNull(file);
    Environment system = place.environment();
    try (Replay replay = Replay.open(capsule, system);
        RunWatch watch = view.open(terminal, capsule)) {
      watch.keepsNothing();
      Environment environment = system.watchedBy(watch::glimpse);
      RunResult result;
      Path folder;
      try (Campaign campaign =
          watch.following(
              Campaign.start(
                  replay.matrix(),
                  replay.options(most, accelerator, run.out()),
                  environment,
                  replay.terms(environment),
                  watch))) {
        result = watch.result();
        folder = campaign.folder();
      }
      if (!view.quiet()) {
        terminal.print(System.lineSeparator());
        terminal.printTable(result, folder);
        terminal.print(System.lineSeparator());
      }
      Comparison comparison = replay.compare(result, folder, Kverdict.VERSION);
      terminal.print("replay of " + replay.cell() + System.lineSeparator());
      comparison.lines().forEach(this::print);
      terminal.print(words(comparison.exitCode()) + System.lineSeparator());
      return comparison.exitCode();
    }
  }

  /** What a capsule says, and a guest, is somebody else's text. */
  private void print(Comparison.Line line) {
    String text = "%-8s %s: %s".formatted(Label.of(line.state()), line.subject(), line.words());
    terminal.print("  " + Printable.line(text, Errors.LONGEST) + System.lineSeparator());
  }

  private static String words(int code) {
    return switch (code) {
      case 0 -> "equal: the capsule shows here what it showed before";
      case 1 -> "different: see the lines that differ";
      case 3 -> "undecided: the replay gives no answer";
      default -> "the replay could not be judged: see the verdict's reasons";
    };
  }
}
