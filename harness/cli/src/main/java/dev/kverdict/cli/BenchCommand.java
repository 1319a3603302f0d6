package dev.kverdict.cli;

import dev.kverdict.UserError;
import dev.kverdict.bench.BenchBatch;
import dev.kverdict.bench.BenchComparison;
import dev.kverdict.bench.BenchFile;
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
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures how fast the harness is on this host. */
@Command(
    name = "bench",
    description = {
      "Measures boots, trials, snapshots and whole runs; docs/performance.md says how.",
      "Exits with 0 however slow they are."
    },
    mixinStandardHelpOptions = true)
final class BenchCommand implements Callable<Integer> {

  private static final int MAX_ROUNDS = 1000;

  private static final int MOST_CANDIDATES = 1000;

  @Mixin private final Terminal terminal = new Terminal();

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
        "(default: all of them), lanes (with a container engine), batch (with --patches)."
      })
  private List<String> only = new ArrayList<>();

  @Option(
      names = "--patches",
      paramLabel = "DIR",
      description = "For --only batch: the candidates, a file each.")
  private @Nullable Path patches;

  @Option(
      names = "--candidates",
      paramLabel = "N",
      description = "For --only batch: N of them, spread over their names (default: all).")
  private int candidates;

  @Option(
      names = "--one-by-one",
      paramLabel = "N",
      description = "For --only batch: judge only N of them one by one, too (default: all).")
  private int alone;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "Number of measurements of each quantity (default: ${DEFAULT-VALUE}).")
  private int rounds = 5;

  @Option(
      names = "--trace",
      description =
          "Also print the steps of one trial of each kind; with --only trace, nothing else.")
  private boolean trace;

  @Option(
      names = "--empty-cache",
      description = "Also run a matrix with an empty store: builds kernels, takes minutes.")
  private boolean emptyCache;

  @Option(
      names = "--empty-cache-matrix",
      paramLabel = "FILE",
      description = "The matrix to run with an empty store (default: MATRIX).")
  private @Nullable Path emptyCacheMatrix;

  @Option(names = "--json", paramLabel = "FILE", description = "Write JSON to FILE; - prints it.")
  private @Nullable String json;

  @Option(
      names = "--compare",
      paramLabel = "FILE",
      split = ",",
      description = {
        "Print the ratios to an earlier result, a bench.json.",
        "Two of them, BEFORE,NOW, are compared without measuring."
      })
  private List<Path> compare = new ArrayList<>();

  @Mixin private final RouteOption route = new RouteOption();

  @Mixin private final RunOptions run = new RunOptions();

  @Override
  public Integer call() throws IOException {
    if (compare.size() > 2) {
      throw new UserError("--compare", "takes one file, or two", "leave out the others");
    }
    List<BenchResult> earlier = compare.stream().map(BenchFile::read).toList();
    if (earlier.size() == 2) {
      terminal.print(BenchTable.of(BenchComparison.of(earlier.get(0), earlier.get(1))));
      return 0;
    }
    boolean printed = "-".equals(json);
    BenchOptions options = options();
    Matrix read = MatrixReader.read(matrix());
    // A program that reads JSON from the standard output wants nothing else there.
    PrintWriter progress = printed ? terminal.line().getErr() : terminal.out();
    BenchResult result =
        Benchmark.run(
            read,
            options,
            Environment.ofSystem().loggedBy(RunLog::begin),
            terminal.following(progress));
    String table = BenchTable.of(result);
    for (BenchResult before : earlier) {
      table += "\n" + BenchTable.of(BenchComparison.of(before, result));
    }
    String document = BenchJson.of(result);
    Path directory = Path.of(Objects.requireNonNull(result.run().get("folder")));
    AtomicFiles.write(directory.resolve("bench.txt"), table);
    AtomicFiles.write(directory.resolve("bench.json"), document);
    if (json != null && !printed) {
      AtomicFiles.write(Path.of(json), document);
    }
    terminal.print(printed ? document : "\n" + table);
    return 0;
  }

  private BenchOptions options() {
    Set<BenchSection> sections = sections();
    if (emptyCache) {
      sections.add(BenchSection.EMPTY_CACHE);
    }
    return new BenchOptions(
        sections,
        Terminal.inRange("--rounds", rounds, MAX_ROUNDS),
        trace || only.contains("trace"),
        route.choice(),
        run.accelerator(),
        Path.of(System.getProperty("kverdict.home", ".")).toAbsolutePath().resolve("kverdict"),
        (emptyCacheMatrix == null ? matrix() : emptyCacheMatrix).toAbsolutePath().normalize(),
        sections.contains(BenchSection.BATCH) ? batch() : null,
        run.out());
  }

  private BenchBatch batch() {
    if (patches == null) {
      throw new UserError("--only batch", "needs candidates", "add --patches DIR");
    }
    return new BenchBatch(patches, part("--candidates", candidates), part("--one-by-one", alone));
  }

  /** Zero is not given: all. */
  private static int part(String option, int number) {
    return number == 0 ? 0 : Terminal.inRange(option, number, MOST_CANDIDATES);
  }

  private Path matrix() {
    String usual = System.getProperty("kverdict.bench.matrix", "");
    if (matrix == null && usual.isEmpty()) {
      throw new UserError("bench", "there is no matrix", "name a matrix file");
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
