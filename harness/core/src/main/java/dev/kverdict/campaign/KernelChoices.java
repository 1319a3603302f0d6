package dev.kverdict.campaign;

import dev.kverdict.UserError;
import dev.kverdict.build.StockKernelCheck;
import dev.kverdict.model.Cell;
import dev.kverdict.model.KernelDef;
import dev.kverdict.model.Matrix;
import dev.kverdict.model.PatchDef;
import dev.kverdict.patch.PatchSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says on which kernel a patch is tried, where the one that was asked for cannot do. */
public final class KernelChoices {

  private final Matrix matrix;
  private final KernelChoice route;
  private final Set<String> notes = new LinkedHashSet<>();

  public KernelChoices(Matrix matrix, KernelChoice route) {
    this.matrix = matrix;
    this.route = route;
  }

  /**
   * The same cells, each on the kernel that it runs on.
   *
   * @throws UserError when a patch can be tried on none
   */
  List<Cell> of(List<Cell> cells) {
    return cells.stream()
        .map(cell -> new Cell(kernel(cell.kernel(), cell.patch()), cell.patch(), cell.program()))
        .distinct()
        .toList();
  }

  /** What a person has to know of the choices so far. */
  synchronized List<String> notes() {
    return List.copyOf(notes);
  }

  /**
   * The kernel to try a patch on.
   *
   * @param patch the patch, or null for the control alone
   */
  public synchronized KernelDef kernel(KernelDef asked, @Nullable PatchDef patch) {
    if (!asked.source().prebuilt()) {
      return asked;
    }
    List<String> objections =
        StockKernelCheck.objections(asked, patch == null ? PatchSet.NONE : patch.content());
    String subject = patch == null ? "the control of " + asked.name() : "patch " + patch.name();
    String why = String.join("; ", objections);
    return switch (route) {
      case AUTO -> objections.isEmpty() ? asked : standIn(asked, subject, why);
      case STOCK -> {
        if (!objections.isEmpty()) {
          throw new UserError(
              subject,
              "cannot be tried on " + asked.name() + ": " + why,
              "leave out --route stock");
        }
        yield asked;
      }
      case BUILT -> standIn(asked, subject, "the route is built");
    };
  }

  private KernelDef standIn(KernelDef asked, String subject, String why) {
    String name = asked.otherwise();
    if (name == null) {
      throw new UserError(
          subject,
          "cannot be tried on " + asked.name() + ": " + why,
          "give that kernel an otherwise: that names one built from source");
    }
    notes.add("%s is not tried on %s, but on %s: %s".formatted(subject, asked.name(), name, why));
    return Objects.requireNonNull(matrix.kernels().get(name));
  }
}
