package dev.kverdict.cli;

import dev.kverdict.UserError;
import dev.kverdict.bench.BenchJson;
import dev.kverdict.bench.BenchOptions;
import dev.kverdict.bench.BenchResult;
import dev.kverdict.bench.BenchSection;
import dev.kverdict.bench.BenchTable;
import dev.kverdict.bench.Benchmark;
import dev.kverdict.host.AtomicFiles;
import dev.kverdict.model.Matrix;
import dev.kverdict.run.Environment;
import dev.kverdict.yaml.MatrixReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures how fast all of it is on this host. */
@Command(
    name = "bench",
    description = {
      "Measures boots, trials, snapshots and whole runs; docs/performance.md says how.",
      "Ends with 0 however slow they are."
    },
    mixinStandardHelpOptions = true)
final class BenchCommand implements Callable<Integer> {

  private static final int MAX_ROUNDS = 1000;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "MATRIX",
      arity = "0..1",
      description = "The matrix file (default: the one the harness comes with).")
  private @Nullable Path matrix;

  @Option(
      names = "--only",
      paramLabel = "SECTION",
      split = ",",
      description = {
        "Measure only these: cold, snapshot, overhead, throughput, boot, sizes, patch, unchanged",
        "(default: all of them), lanes (with a container engine)."
      })
  private List<String> only = new ArrayList<>();

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "How often each thing is measured (default: ${DEFAULT-VALUE}).")
  private int rounds = 5;

  @Option(
      names = "--trace",
      description =
          "Also tell a trial of each kind moment by moment; with --only trace, nothing else.")
  private boolean trace;

  @Option(
      names = "--empty-cache",
      description = "Also run a matrix from an empty store: builds kernels, takes minutes.")
  private boolean emptyCache;

  @Option(
      names = "--empty-cache-matrix",
      paramLabel = "FILE",
      description = "That matrix (default: MATRIX).")
  private @Nullable Path emptyCacheMatrix;

  @Option(names = "--json", paramLabel = "FILE", description = "Write JSON there; - prints it.")
  private @Nullable String json;

  @Mixin private final RunOptions run = new RunOptions();

  BenchCommand() {}

  @Override
  public Integer call() throws IOException {
    CommandLine line = Objects.requireNonNull(spec).commandLine();
    PrintWriter terminal = line.getOut();
    boolean printed = "-".equals(json);
    BenchOptions options = options();
    Matrix read = MatrixReader.read(matrix());
    // Whoever reads JSON from the standard output wants nothing else there.
    PrintWriter progress = printed ? line.getErr() : terminal;
    BenchResult result =
        Benchmark.run(
            read,
            options,
            Environment.ofSystem().loggedBy(RunLog::begin),
            new EventPrinter(progress, false));
    Path folder = Path.of(Objects.requireNonNull(result.run().get("folder")));
    AtomicFiles.write(folder.resolve("bench.txt"), BenchTable.of(result));
    AtomicFiles.write(folder.resolve("bench.json"), BenchJson.of(result));
    if (json != null && !printed) {
      AtomicFiles.write(Path.of(json), BenchJson.of(result));
    }
    terminal.print(printed ? BenchJson.of(result) : "\n" + BenchTable.of(result));
    terminal.flush();
    return 0;
  }

  private BenchOptions options() {
    if (rounds < 1 || rounds > MAX_ROUNDS) {
      throw new UserError("--rounds " + rounds, "is out of range", "use 1 to " + MAX_ROUNDS);
    }
    Set<BenchSection> sections = sections();
    if (emptyCache) {
      sections.add(BenchSection.EMPTY_CACHE);
    }
    return new BenchOptions(
        sections,
        rounds,
        trace || only.contains("trace"),
        run.route(),
        run.accelerator(),
        Path.of(System.getProperty("kverdict.home", ".")).toAbsolutePath().resolve("kverdict"),
        (emptyCacheMatrix == null ? matrix() : emptyCacheMatrix).toAbsolutePath().normalize(),
        run.out());
  }

  private Path matrix() {
    String usual = System.getProperty("kverdict.bench.matrix", "");
    if (matrix == null && usual.isEmpty()) {
      throw new UserError("bench", "there is no matrix", "name one");
    }
    return matrix == null ? Path.of(usual) : matrix;
  }

  private Set<BenchSection> sections() {
    Set<BenchSection> all = EnumSet.complementOf(EnumSet.of(BenchSection.EMPTY_CACHE));
    if (only.isEmpty()) {
      all.removeIf(BenchSection::onlyOnRequest);
      return all;
    }
    Set<BenchSection> chosen = EnumSet.noneOf(BenchSection.class);
    List<String> known =
        Stream.concat(all.stream().map(BenchSection::label), Stream.of("trace")).toList();
    for (String name : only) {
      if (!known.contains(name)) {
        throw new UserError(
            "--only " + name, "no such section", "known are: " + String.join(", ", known));
      }
      all.stream().filter(section -> section.label().equals(name)).forEach(chosen::add);
    }
    return chosen;
  }
}
