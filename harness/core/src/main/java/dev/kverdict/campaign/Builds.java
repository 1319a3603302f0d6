package dev.kverdict.campaign;

import dev.kverdict.InfraError;
import dev.kverdict.kernel.KernelArtefact;
import dev.kverdict.kernel.KernelBuild;
import dev.kverdict.kernel.KernelBuilder;
import dev.kverdict.matrix.KernelDef;
import dev.kverdict.matrix.PatchDef;
import dev.kverdict.record.BuildOutcome;
import dev.kverdict.record.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The kernels of a campaign, each built once, leased until the campaign ends. */
final class Builds implements AutoCloseable {

  private final KernelBuilder builder;
  private final RunFolder folder;
  private final Consumer<Event> events;
  private final Map<String, KernelBuild> done = new ConcurrentHashMap<>();

  Builds(KernelBuilder builder, RunFolder folder, Consumer<Event> events) {
    this.builder = builder;
    this.folder = folder;
    this.events = events;
  }

  KernelBuild control(KernelDef kernel) {
    return build(kernel.name(), () -> builder.control(kernel));
  }

  /** A patch that brings its own build to an end must not take the verdicts of others with it. */
  KernelBuild patched(KernelDef kernel, PatchDef patch) {
    return build(
        kernel.name() + "/" + patch.name(), () -> orFault(() -> builder.patched(kernel, patch)));
  }

  static KernelBuild orFault(Supplier<KernelBuild> work) {
    try {
      return work.get();
    } catch (InfraError e) {
      return KernelBuild.failed(
          new BuildOutcome.HostFault(List.of(String.valueOf(e.getMessage()))));
    }
  }

  /** What is built already is had without waiting for what is being built. */
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
    KernelBuild build = work.get();
    done.put(name, build);
    build.artefact().ifPresent(artefact -> keepLog(name, artefact));
    events.accept(
        new Event.BuildEnded(
            name, build.outcome().kind().name(), (System.nanoTime() - start) / 1_000_000));
    return build;
  }

  private void keepLog(String name, KernelArtefact artefact) {
    try {
      Path target = folder.kernel(name);
      Files.copy(artefact.log(), target.resolve("build.log"), StandardCopyOption.REPLACE_EXISTING);
      Files.copy(artefact.config(), target.resolve("config"), StandardCopyOption.REPLACE_EXISTING);
      Path link = target.resolve("artefact");
      Files.deleteIfExists(link);
      Files.createSymbolicLink(link, artefact.folder());
    } catch (IOException e) {
      throw new InfraError("cannot keep the build log of " + name, e);
    }
  }

  @Override
  public synchronized void close() {
    done.values().forEach(build -> build.artefact().ifPresent(KernelArtefact::close));
  }
}
