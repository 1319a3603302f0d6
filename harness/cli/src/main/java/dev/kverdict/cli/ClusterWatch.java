package dev.kverdict.cli;

import dev.kverdict.UserError;
import dev.kverdict.cluster.Cluster;
import dev.kverdict.cluster.ClusterRun;
import dev.kverdict.cluster.ClusterWork;
import dev.kverdict.cluster.KubernetesOptions;
import dev.kverdict.cluster.SlurmOptions;
import dev.kverdict.host.HostLane;
import dev.kverdict.text.Printable;
import dev.kverdict.vm.Accelerator;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.ParseResult;

/** Follows a run on a cluster: prints its lines, and ends its tasks when it is interrupted. */
final class ClusterWatch implements Interruption.Work, AutoCloseable {

  private final Terminal terminal;
  private final Interruption interruption;
  private final Path folder;
  private volatile @Nullable ClusterRun run;
  private volatile String failure = "";

  private ClusterWatch(Terminal terminal, Path folder) {
    this.terminal = terminal;
    this.interruption = terminal.session().interruption();
    this.folder = folder;
    interruption.begin(this);
  }

  /**
   * Runs a matrix on a cluster.
   *
   * @param quiet whether nothing but the result is printed
   * @return the exit code
   */
  static int verify(
      Terminal terminal, ClusterOptions options, Path matrix, RunOptions run, boolean quiet) {
    Cluster cluster = cluster(options, run.accelerator() == Accelerator.KVM);
    cluster.require(System.getenv());
    ParseResult asked = terminal.line().getParseResult();
    Path folder = options.folder(run.out(), matrix);
    RunLog.begin(folder);
    List<String> plan = ClusterOptions.planWords(asked, matrix, folder, System.in);
    ClusterWork work =
        new ClusterWork(
            Path.of(System.getProperty("kverdict.home", "."), "kverdict"),
            folder,
            runOf(folder, run.out()),
            plan,
            ClusterOptions.shardWords(asked),
            ClusterOptions.mergeWords(asked),
            options.time(),
            options.cpus());
    try (ClusterWatch watch = new ClusterWatch(terminal, folder)) {
      ClusterRun begun =
          ClusterRun.on(
              cluster,
              work,
              new HostLane(),
              System.getenv(),
              quiet ? ClusterWatch::log : watch::line,
              watch::line);
      watch.run = begun;
      return options.detach() ? begun.detach() : begun.run();
    }
  }

  /** The run that its shards become has the name that they have, and lies where runs do. */
  private static Path runOf(Path shards, Path runs) {
    String name = String.valueOf(shards.getFileName());
    int cut = name.lastIndexOf(ClusterOptions.SHARDS);
    return runs.resolve(
        name.substring(0, cut) + name.substring(cut + ClusterOptions.SHARDS.length()));
  }

  private static Cluster cluster(ClusterOptions options, boolean kvm) {
    return switch (options.kind()) {
      case "slurm" -> new SlurmOptions(options.partition(), options.account());
      case "kubernetes" ->
          new KubernetesOptions(options.namespace(), options.image(), options.claim(), kvm);
      default ->
          throw new UserError(
              "--on " + options.kind(), "no such cluster", "use slurm or kubernetes");
    };
  }

  private static void log(String line) {
    LoggerFactory.getLogger(ClusterWatch.class).info("{}", line);
  }

  private void line(String line) {
    log(line);
    terminal.print(Printable.line(line, Errors.LONGEST) + System.lineSeparator());
  }

  @Override
  public void leaveTerminal() {
    // Nothing is drawn.
  }

  @Override
  public void holdOn() {
    ClusterRun followed = run;
    try {
      if (followed != null) {
        followed.cancel();
      }
    } catch (RuntimeException e) {
      // Whatever it is, the last words must say it.
      failure = String.valueOf(e.getMessage());
    }
  }

  @Override
  public List<String> lastWords() {
    ClusterRun followed = run;
    String words = followed == null ? "nothing was submitted" : followed.words();
    return List.of(
        words + (failure.isEmpty() ? "" : "; BUT " + failure) + "; what there is: " + folder,
        "go on with: " + ShellWords.of(interruption.command()));
  }

  @Override
  public void close() {
    interruption.end();
  }
}
