package dev.kverdict.campaign;

import dev.kverdict.UserError;
import dev.kverdict.model.Cell;
import dev.kverdict.model.KernelDef;
import dev.kverdict.model.Matrix;
import dev.kverdict.model.PatchDef;
import dev.kverdict.model.ReproducerDef;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The part of a matrix to run, as the command line or a system property names it.
 *
 * @param kernel {@code unpatched}, {@code patched}, a kernel, {@code KERNEL/PATCH}, several of them
 *     with commas between, or null for everything
 * @param patch a patch's name, or null for all
 * @param repro a reproducer's or guard's name, or null for all
 */
public record Selection(@Nullable String kernel, @Nullable String patch, @Nullable String repro) {

  /** The control alone. */
  public static final String UNPATCHED = "unpatched";

  /** Every patch. */
  public static final String PATCHED = "patched";

  /** Everything. */
  public static final Selection ALL = new Selection(null, null, null);

  /** Returns whether the whole matrix is meant. */
  public boolean isAll() {
    return equals(ALL);
  }

  /**
   * The cells that are meant, in the order of the matrix: per kernel and patch the reproducers,
   * then the guards. A control-only selection has cells without a patch.
   *
   * @throws UserError when a name is not in the matrix, listing those that are
   */
  public List<Cell> cells(Matrix matrix) {
    if (kernel == null || kernel.indexOf(',') < 0) {
      return cellsOfOne(matrix);
    }
    Set<Cell> cells = new LinkedHashSet<>();
    for (String one : kernel.split(",", -1)) {
      cells.addAll(new Selection(one.strip(), patch, repro).cellsOfOne(matrix));
    }
    List<String> order = List.copyOf(matrix.kernels().keySet());
    return cells.stream()
        .sorted(Comparator.comparingInt(cell -> order.indexOf(cell.kernel().name())))
        .toList();
  }

  private List<Cell> cellsOfOne(Matrix matrix) {
    Set<String> patchNames = new LinkedHashSet<>(matrix.patches().keySet());
    String onlyKernel = null;
    String onlyPatch = patch;
    boolean control = false;
    if (kernel != null && !kernel.equals(PATCHED)) {
      int slash = kernel.indexOf('/');
      if (kernel.equals(UNPATCHED)) {
        control = true;
      } else if (slash < 0) {
        onlyKernel = known("kernel", kernel, kernelNames(matrix));
      } else {
        known("kernel", kernel, kernelNames(matrix));
        onlyKernel = kernel.substring(0, slash);
        onlyPatch = kernel.substring(slash + 1);
      }
    }
    if (control && onlyPatch != null) {
      throw new UserError(
          "--patch " + onlyPatch, "the unpatched kernel has no patch", "leave out one of the two");
    }
    if (onlyPatch != null) {
      known("patch", onlyPatch, patchNames);
    }
    List<ReproducerDef> programs = new ArrayList<>(matrix.reproducers().values());
    programs.addAll(matrix.guards().values());
    if (repro != null) {
      known("repro", repro, programs.stream().map(ReproducerDef::name).toList());
    }
    List<Cell> cells = new ArrayList<>();
    for (KernelDef def : onlyKernel == null ? matrix.ownKernels() : named(matrix, onlyKernel)) {
      List<@Nullable PatchDef> patches = new ArrayList<>();
      if (control) {
        patches.add(null);
      } else {
        patches.addAll(matrix.patches().values());
      }
      for (PatchDef each : patches) {
        if (onlyPatch != null && (each == null || !onlyPatch.equals(each.name()))) {
          continue;
        }
        programs.stream()
            .filter(program -> repro == null || repro.equals(program.name()))
            .forEach(program -> cells.add(new Cell(def, each, program)));
      }
    }
    if (cells.isEmpty()) {
      throw new UserError(
          matrix.file().toString(),
          "the matrix names no patch, so there is nothing to decide",
          "add one under patches:, or give --patch FILE, or --kernel " + UNPATCHED);
    }
    return cells;
  }

  private static List<KernelDef> named(Matrix matrix, String name) {
    return List.of(Objects.requireNonNull(matrix.kernels().get(name)));
  }

  private static Set<String> kernelNames(Matrix matrix) {
    Set<String> names = new LinkedHashSet<>(List.of(UNPATCHED, PATCHED));
    names.addAll(matrix.kernels().keySet());
    for (String kernel : matrix.kernels().keySet()) {
      matrix.patches().keySet().forEach(patch -> names.add(kernel + "/" + patch));
    }
    return names;
  }

  private static String known(String what, String name, Collection<String> names) {
    if (!names.contains(name)) {
      throw new UserError(
          what + " " + name, "no such " + what, "known are: " + String.join(", ", names));
    }
    return name;
  }
}
