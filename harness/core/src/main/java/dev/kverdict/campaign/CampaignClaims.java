package dev.kverdict.campaign;

import dev.kverdict.matrix.ClaimDef;
import dev.kverdict.matrix.KernelDef;
import dev.kverdict.matrix.Matrix;
import dev.kverdict.matrix.PatchDef;
import dev.kverdict.matrix.ReproducerDef;
import dev.kverdict.record.ClaimResult;
import dev.kverdict.record.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.Stream;

/** The claims that a campaign settles beside its cells, and the kernels they are about. */
final class CampaignClaims {

  private final Matrix matrix;
  private final CampaignOptions options;
  private final Routes routes;
  private final List<Cell> cells;

  /**
   * @throws dev.kverdict.UserError when one is about a patch that can be tried on no kernel
   */
  CampaignClaims(Matrix matrix, CampaignOptions options, Routes routes, List<Cell> cells) {
    this.matrix = matrix;
    this.options = options;
    this.routes = routes;
    this.cells = cells;
    experiments().forEach(this::kernelOf);
  }

  /** Claims speak of the whole case: a part of the matrix settles none. */
  private List<ClaimDef> all() {
    return options.selection().equals(Selection.ALL) ? matrix.claims() : List.of();
  }

  private Stream<ClaimDef.Experiment> experiments() {
    return all().stream().flatMap(claim -> claim.experiments().stream());
  }

  /** What runs for them. */
  Stream<ReproducerDef> programs() {
    return all().stream().flatMap(claim -> claim.variants().stream());
  }

  /** The kernels they are about, of which some may be those of no cell. */
  List<KernelDef> kernels() {
    return experiments().map(this::kernelOf).distinct().toList();
  }

  /**
   * Begins to settle all of them.
   *
   * @param runs what runs on each kernel, by its name
   * @param verdicts waits for the verdict on a cell
   */
  List<CompletableFuture<ClaimResult>> settle(
      Map<String, KernelRun> runs,
      LineEvidence lines,
      Function<Cell, Verdict> verdicts,
      Executor threads) {
    ClaimTrials bench =
        new ClaimTrials(
            experiment -> Objects.requireNonNull(runs.get(kernelOf(experiment).name())),
            matrix.patches(),
            options.plan(),
            lines,
            experiment -> cellsOf(experiment).map(verdicts).toList());
    return all().stream()
        .map(claim -> CompletableFuture.supplyAsync(() -> bench.settle(claim), threads))
        .toList();
  }

  private KernelDef kernelOf(ClaimDef.Experiment experiment) {
    String patch = experiment.patch();
    return routes.kernel(
        Objects.requireNonNull(matrix.kernels().get(experiment.kernel())),
        patch == null ? null : matrix.patches().get(patch));
  }

  private Stream<Cell> cellsOf(ClaimDef.Experiment experiment) {
    return cells.stream()
        .filter(cell -> cell.kernel().equals(kernelOf(experiment)))
        .filter(
            cell -> {
              PatchDef patch = cell.patch();
              return patch != null && patch.name().equals(experiment.patch());
            });
  }
}
