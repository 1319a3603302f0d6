package dev.kverdict.cli;

import dev.kverdict.campaign.Campaign;
import dev.kverdict.record.RunResult;
import dev.kverdict.run.Environment;
import dev.kverdict.shard.ShardWork;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs one shard of a plan, and leaves its evidence. */
@Command(
    name = "shard",
    description = {
      "Runs one shard of a plan, and leaves its evidence in a directory.",
      "Exit code 0 if all of it is there, whatever the verdicts."
    },
    mixinStandardHelpOptions = true)
final class ShardCommand implements Callable<Integer> {

  @Mixin private final Terminal terminal = new Terminal();

  @Parameters(paramLabel = "FILE", description = "The shard's file in the directory of the plan.")
  private @Nullable Path file;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "A new directory for what the shard leaves.")
  private @Nullable Path out;

  @Mixin private final ViewOptions view = new ViewOptions();

  @Mixin private final PlaceOptions place = new PlaceOptions();

  @Override
  public Integer call() {
    Path ticket = Objects.requireNonNull(file);
    Path left = Objects.requireNonNull(out);
    try (ShardWork work = ShardWork.open(ticket, left, Kverdict.VERSION);
        RunWatch watch = view.open(terminal, ticket)) {
      Environment environment = place.environment().watchedBy(watch::glimpse);
      RunResult result;
      Path run;
      try (Campaign campaign =
          watch.following(
              Campaign.start(work.matrix(), work.options(), environment, work.terms(), watch))) {
        result = watch.result();
        run = campaign.folder();
      }
      work.complete(result, run);
      terminal.print("the shard is complete: %s%n".formatted(left));
      return 0;
    }
  }
}
