package dev.kverdict.campaign;

import dev.kverdict.model.Cell;
import dev.kverdict.model.ClaimDef;
import dev.kverdict.model.KernelDef;
import dev.kverdict.model.Matrix;
import dev.kverdict.model.PatchDef;
import dev.kverdict.model.ReproducerDef;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The claims that a campaign settles beside its cells, and the kernels they are about. */
final class CampaignClaims {

  private final Matrix matrix;
  private final boolean wanted;
  private final KernelChoices kernels;

  /**
   * @param selection claims are about the whole case: a selection of it settles none
   * @param here whether they are settled in this part of a run
   * @throws dev.kverdict.UserError when one is about a patch that can be tried on no kernel
   */
  CampaignClaims(Matrix matrix, Selection selection, boolean here, KernelChoices kernels) {
    this.matrix = matrix;
    this.wanted = here && selection.isAll();
    this.kernels = kernels;
    experiments().forEach(this::kernelOf);
  }

  /** The claims to settle. */
  List<ClaimDef> all() {
    return wanted ? matrix.claims() : List.of();
  }

  private Stream<ClaimDef.Experiment> experiments() {
    return all().stream().flatMap(claim -> claim.experiments().stream());
  }

  /** The programs that run for them. */
  Stream<ReproducerDef> programs() {
    return all().stream().flatMap(claim -> claim.variants().stream());
  }

  /** The kernels they are about, of which some may be those of no cell. */
  List<KernelDef> kernels() {
    return experiments().map(this::kernelOf).distinct().toList();
  }

  /** The kernel that an experiment runs on. */
  KernelDef kernelOf(ClaimDef.Experiment experiment) {
    return kernels.kernel(
        Objects.requireNonNull(matrix.kernels().get(experiment.kernel())), patchOf(experiment));
  }

  /** The patch that an experiment is about; null for the control. */
  @Nullable PatchDef patchOf(ClaimDef.Experiment experiment) {
    String patch = experiment.patch();
    return patch == null ? null : matrix.patches().get(patch);
  }

  /** Those cells which have an experiment's kernel and patch. */
  Stream<Cell> cellsOf(ClaimDef.Experiment experiment, List<Cell> cells) {
    return cells.stream()
        .filter(cell -> cell.kernel().equals(kernelOf(experiment)))
        .filter(
            cell -> {
              PatchDef patch = cell.patch();
              return patch != null && patch.name().equals(experiment.patch());
            });
  }
}
