package dev.kverdict.cli;

import dev.kverdict.UserError;
import dev.kverdict.cluster.ClusterRun;
import dev.kverdict.cluster.ClusterWork;
import dev.kverdict.cluster.KubernetesOptions;
import dev.kverdict.cluster.SlurmOptions;
import dev.kverdict.host.HostLane;
import dev.kverdict.host.Lane;
import dev.kverdict.text.Printable;
import dev.kverdict.vm.Accelerator;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
   * @return the exit code
   */
  static int verify(Terminal terminal, ClusterOptions options, Path matrix, RunOptions run) {
    ParseResult asked = terminal.line().getParseResult();
    List<String> plan = options.planWords(asked, matrix);
    Path folder = options.folder(run.out(), matrix);
    RunLog.begin(folder);
    ClusterWork work =
        new ClusterWork(
            Path.of(System.getProperty("kverdict.home", "."), "kverdict"),
            folder,
            run.out(),
            plan,
            ClusterOptions.mergeWords(asked),
            options.time(),
            options.cpus());
    try (ClusterWatch watch = new ClusterWatch(terminal, folder)) {
      ClusterRun begun = watch.begin(options, work, run.accelerator() == Accelerator.KVM);
      watch.run = begun;
      return options.detach() ? begun.detach() : begun.run();
    }
  }

  private ClusterRun begin(ClusterOptions options, ClusterWork work, boolean kvm) {
    Lane lane = new HostLane();
    Map<String, String> env = System.getenv();
    return switch (options.kind()) {
      case "slurm" ->
          ClusterRun.onSlurm(
              work,
              new SlurmOptions(options.partition(), options.account()),
              lane,
              env,
              this::line);
      case "kubernetes" ->
          ClusterRun.onKubernetes(
              work,
              new KubernetesOptions(
                  options.namespace(),
                  options.image(),
                  options.claim(),
                  Objects.requireNonNull(folder.getParent()),
                  kvm),
              lane,
              env,
              this::line);
      default ->
          throw new UserError(
              "--on " + options.kind(), "no such cluster", "use slurm or kubernetes");
    };
  }

  private void line(String line) {
    LoggerFactory.getLogger(ClusterWatch.class).info("{}", line);
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
