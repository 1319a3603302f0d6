package dev.kverdict.cli;

import dev.kverdict.capsule.Packer;
import dev.kverdict.record.RunResult;
import dev.kverdict.report.ResultJson;
import dev.kverdict.run.Environment;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Packs one cell of a finished run into one file. */
@Command(
    name = "capsule",
    description = {
      "Packs one cell of a finished run into one file: kernels, images, programs, and what its",
      "trials showed. kverdict replay runs these again anywhere."
    },
    mixinStandardHelpOptions = true)
final class CapsuleCommand implements Callable<Integer> {

  @Mixin private final Terminal terminal = new Terminal();

  @Parameters(
      index = "0",
      paramLabel = "RUN",
      description = "The directory of a run, such as runs/TIME-CASE.")
  private @Nullable Path run;

  @Parameters(
      index = "1..*",
      paramLabel = "CELL",
      arity = "1..*",
      description =
          "The kernel, patch and reproducer of a cell, or as much as tells it from others.")
  private List<String> cell = List.of();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "The file (default: CASE-KERNEL-PATCH-REPRODUCER.capsule).")
  private @Nullable Path out;

  @Override
  public Integer call() {
    Path directory = Objects.requireNonNull(run);
    RunResult result = ResultJson.ofRun(directory);
    String said = String.join(" ", cell);
    Path file = out == null ? Path.of(Packer.fileName(result, said)) : out;
    Packer packer = new Packer(Environment.ofSystem().openStore(), Kverdict.VERSION);
    Packer.Packed packed = packer.pack(directory, result, said, file);
    packed.notes().forEach(note -> terminal.print(note + System.lineSeparator()));
    terminal.print("%s: %s, %d MiB%n".formatted(file, packed.cell(), (packed.bytes() >> 20) + 1));
    return 0;
  }
}
