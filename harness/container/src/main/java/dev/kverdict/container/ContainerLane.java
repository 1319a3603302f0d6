package dev.kverdict.container;

import com.github.dockerjava.api.model.Info;
import dev.kverdict.HostIo;
import dev.kverdict.InfraError;
import dev.kverdict.host.BuildWatch;
import dev.kverdict.host.CageKind;
import dev.kverdict.host.CageReport;
import dev.kverdict.host.Command;
import dev.kverdict.host.CommandLog;
import dev.kverdict.host.CommandResult;
import dev.kverdict.host.Ended;
import dev.kverdict.host.HostLane;
import dev.kverdict.host.Lane;
import dev.kverdict.host.OutputTail;
import dev.kverdict.host.Ownership;
import dev.kverdict.host.RunningProgram;
import dev.kverdict.host.Usage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs each command in a new container; chores run on the host. */
final class ContainerLane implements Lane {

  private static final int NOT_FOUND = 127;

  private final HostLane host = new HostLane();
  private final Engine engine;
  private final ToolchainImage image;
  private final ContainerUser user;
  private final Ownership loans;
  private final Map<String, String> labels;
  private final Map<String, String> env;
  private final long memory;
  private final int cpus;

  /**
   * Makes the lane.
   *
   * @param labels the labels of every container
   * @param env environment variables, which may set the limits of builds
   */
  ContainerLane(
      Engine engine, ToolchainImage image, Map<String, String> labels, Map<String, String> env) {
    this.env = Map.copyOf(env);
    this.engine = engine;
    this.image = image;
    this.user = ContainerUser.ofSelf();
    this.loans = user.own() ? Ownership.none() : Ownership.to(user.uid(), user.gid());
    this.labels = Map.copyOf(labels);
    Info info = engine.info();
    this.memory = info.getMemTotal() == null ? 0 : info.getMemTotal();
    this.cpus = info.getNCPU() == null ? 1 : info.getNCPU();
  }

  @Override
  public String name() {
    return ContainerLaneProvider.NAME;
  }

  @Override
  public String tools() {
    return " in " + image.content();
  }

  @Override
  public CageReport cage() {
    return new CageReport(CageKind.CONTAINER, "");
  }

  @Override
  public CommandResult run(Command command) {
    return command.chore()
        ? host.run(command)
        : run(command, null, ContainerLimits.ofTool(memory, cpus), line -> {});
  }

  /**
   * {@inheritDoc}
   *
   * <p>The file stays empty: the build has no process group on this machine, and ends with its
   * container.
   */
  @Override
  public CommandResult build(Command command, Path lock, Consumer<String> lines) {
    if (command.chore()) {
      return host.build(command, lock, lines);
    }
    HostIo.run("cannot make " + lock, () -> Files.write(lock, new byte[0]));
    return run(command, lock, ContainerLimits.ofBuild(memory, cpus), lines);
  }

  @Override
  public RunningProgram start(Command command) {
    return command.chore()
        ? host.start(command)
        : started(command, Lifeline.around(command, null), ContainerLimits.ofMachine(memory, cpus));
  }

  @Override
  public RunningProgram converse(Command command) {
    return command.chore()
        ? host.converse(command)
        : started(command, Lifeline.conversing(command), ContainerLimits.ofTool(memory, cpus));
  }

  private RunningProgram started(Command command, List<String> argv, ContainerLimits limits) {
    return CommandLog.started(command, () -> launch(command, argv, null, limits));
  }

  CommandResult run(
      Command command, @Nullable Path lock, ContainerLimits limits, Consumer<String> lines) {
    return CommandLog.ran(command, () -> inContainer(command, lock, limits, lines));
  }

  private CommandResult inContainer(
      Command command, @Nullable Path lock, ContainerLimits limits, Consumer<String> lines) {
    OutputTail tail = new OutputTail();
    Consumer<String> sink = lines.andThen(tail::add);
    try (BuildWatch watch = BuildWatch.over(command.writes(), env);
        ContainerProgram program = launch(command, Lifeline.around(command, lock), lock, limits)) {
      watch.begin(usage(program), program::kill);
      Ended ended = Ended.of(command, program, program::kill, program::end, sink);
      requireProgram(ended.code(), tail.lines());
      watch.lookOnceMore();
      if (!watch.fault().isEmpty()) {
        throw new InfraError(command.argv().get(0) + " was ended: " + watch.fault());
      }
      if (!watch.reason().isEmpty()) {
        sink.accept(watch.reason());
      }
      return new CommandResult(command, ended.code(), ended.late(), tail.lines(), watch.reason());
    }
  }

  /** Measures what a container uses, as far as this machine sees it. */
  private static Supplier<Usage> usage(ContainerProgram program) {
    Optional<ProcessHandle> first = ProcessHandle.of(program.pid());
    return () -> first.map(Usage::below).orElse(Usage.NONE);
  }

  private ContainerProgram launch(
      Command command, List<String> argv, @Nullable Path lock, ContainerLimits limits) {
    ContainerPlan plan = ContainerPlan.of(argv, command, lock, user, limits, labels);
    Ownership.Loan loan = loans.lend(command.writes());
    try {
      Engine.Started container = engine.start(image.name(), plan);
      return new ContainerProgram(engine, container, loan::close);
    } catch (RuntimeException e) {
      loan.close();
      throw e;
    }
  }

  private static void requireProgram(int code, List<String> output) {
    String last = output.isEmpty() ? "" : output.get(output.size() - 1);
    if (code == NOT_FOUND && last.startsWith(Lifeline.MISSING)) {
      throw new InfraError(last.substring("kverdict: ".length()));
    }
  }
}
