package dev.kverdict.campaign;

import dev.kverdict.model.KernelDef;
import dev.kverdict.model.Matrix;
import dev.kverdict.pool.Threads;
import dev.kverdict.record.Event;
import dev.kverdict.run.Environment;
import dev.kverdict.run.RunFolder;
import dev.kverdict.sampling.CellTrials;
import dev.kverdict.verdict.Canary;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Tries the detectors on every kernel of a matrix that has cells, and nothing else. */
public final class SelfTest {

  private SelfTest() {}

  /**
   * Returns what the detectors missed, by the kernel's name; empty where they caught all.
   *
   * @param listener is passed every event, from several threads
   */
  public static Map<String, Optional<String>> run(
      Matrix matrix, CampaignOptions options, Environment environment, Consumer<Event> listener) {
    RunFolder folder = environment.begin(options.runs(), "self-test");
    CellTrials none =
        new CellTrials(options.plan(), options.effort().jobs(), () -> true, event -> {});
    Map<String, Optional<String>> missed = new LinkedHashMap<>();
    try (Threads threads = new Threads(options.effort().jobs());
        CampaignResources resources =
            new CampaignResources(
                environment, matrix, List.of(), options, folder, threads, listener)) {
      for (KernelDef kernel : matrix.ownKernels()) {
        KernelRun run = resources.run(kernel, Canary.CLEAN.program(), none);
        Optional<String> unbuilt =
            run.built(null).artefact().isEmpty()
                ? Optional.of("the kernel does not build")
                : Optional.empty();
        missed.put(kernel.name(), unbuilt.or(() -> run.selfTest().join()));
      }
    }
    return missed;
  }
}
