package dev.kverdict.pool;

import dev.kverdict.InfraError;
import dev.kverdict.build.AppliedPatch;
import dev.kverdict.build.KernelBuild;
import dev.kverdict.build.KernelBuilder;
import dev.kverdict.kernel.KernelArtefact;
import dev.kverdict.model.KernelDef;
import dev.kverdict.model.PatchDef;
import dev.kverdict.record.BuildOutcome;
import dev.kverdict.record.Event;
import dev.kverdict.run.BuildLogs;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The kernels of a campaign, each built once, leased until the campaign ends. */
public final class Builds implements KernelBuilds, AutoCloseable {

  private final KernelBuilder builder;
  private final BuildLogs logs;
  private final Consumer<Event> events;
  private final boolean several;
  private final Map<String, KernelBuild> done = new ConcurrentHashMap<>();

  /**
   * @param several whether there are verdicts on other kernels, which go on if the host fails to
   *     build one kernel's control
   */
  public Builds(KernelBuilder builder, BuildLogs logs, Consumer<Event> events, boolean several) {
    this.builder = builder;
    this.logs = logs;
    this.events = events;
    this.several = several;
  }

  @Override
  public KernelBuild control(KernelDef kernel) {
    Supplier<KernelBuild> work = () -> builder.control(kernel);
    return build(kernel.name(), several ? () -> orFault(work) : work);
  }

  @Override
  public Optional<AppliedPatch> applied(KernelDef kernel, PatchDef patch) {
    return builder.applied(kernel, patch);
  }

  /** A patch that brings its own build to an end must not take the verdicts of others with it. */
  @Override
  public KernelBuild patched(KernelDef kernel, PatchDef patch) {
    return build(
        kernel.name() + "/" + patch.name(), () -> orFault(() -> builder.patched(kernel, patch)));
  }

  static KernelBuild orFault(Supplier<KernelBuild> work) {
    try {
      return work.get();
    } catch (InfraError e) {
      return KernelBuild.failed(BuildOutcome.hostFault(List.of(String.valueOf(e.getMessage()))));
    }
  }

  /** Returns a finished build at once, even while another kernel is being built. */
  private KernelBuild build(String name, Supplier<KernelBuild> work) {
    KernelBuild known = done.get(name);
    return known != null ? known : buildAlone(name, work);
  }

  private synchronized KernelBuild buildAlone(String name, Supplier<KernelBuild> work) {
    KernelBuild known = done.get(name);
    if (known != null) {
      return known;
    }
    long start = System.nanoTime();
    KernelBuild build = logged(name, work);
    done.put(name, build);
    events.accept(
        new Event.BuildEnded(
            name, build.outcome().kind(), (System.nanoTime() - start) / 1_000_000));
    return build;
  }

  /** Keeps the log of a build in the run's directory, however it ends; a failure names the log. */
  private KernelBuild logged(String name, Supplier<KernelBuild> work) {
    KernelBuild build;
    try {
      build = work.get();
    } catch (InfraError e) {
      logs.add(name, List.of(String.valueOf(e.getMessage())));
      throw e;
    }
    build.artefact().ifPresent(artefact -> logs.keep(name, artefact));
    return new KernelBuild(logs.pointedTo(name, build.outcome()), build.artefact());
  }

  @Override
  public synchronized void close() {
    done.values().forEach(build -> build.artefact().ifPresent(KernelArtefact::close));
  }
}
