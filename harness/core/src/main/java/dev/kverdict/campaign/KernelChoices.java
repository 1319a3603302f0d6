package dev.kverdict.campaign;

import dev.kverdict.UserError;
import dev.kverdict.build.StockKernelCheck;
import dev.kverdict.model.Cell;
import dev.kverdict.model.KernelDef;
import dev.kverdict.model.KernelSource;
import dev.kverdict.model.Matrix;
import dev.kverdict.model.PatchDef;
import dev.kverdict.patch.PatchSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Chooses the kernel that a patch runs on if the requested one will not do. */
public final class KernelChoices {

  private final Matrix matrix;
  private final KernelChoice route;
  private final Set<String> notes = new LinkedHashSet<>();

  public KernelChoices(Matrix matrix, KernelChoice route) {
    this.matrix = matrix;
    this.route = route;
  }

  /**
   * Returns the cells, each on the kernel that it runs on.
   *
   * @throws UserError when a patch can be tried on none
   */
  List<Cell> of(List<Cell> cells) {
    return cells.stream()
        .map(cell -> new Cell(kernel(cell.kernel(), cell.patch()), cell.patch(), cell.program()))
        .distinct()
        .toList();
  }

  /** The choices so far that a person should know of. */
  synchronized List<String> notes() {
    return List.copyOf(notes);
  }

  /**
   * The kernel to try a patch on.
   *
   * @param patch the patch, or null for the control alone
   */
  public synchronized KernelDef kernel(KernelDef asked, @Nullable PatchDef patch) {
    if (asked.source() instanceof KernelSource.Whole) {
      return asked;
    }
    List<String> objections = objections(asked, patch);
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

  private static List<String> objections(KernelDef asked, @Nullable PatchDef patch) {
    return asked
        .source()
        .match(
            whole -> List.of(),
            distro ->
                StockKernelCheck.objections(asked, patch == null ? PatchSet.NONE : patch.content()),
            prebuilt ->
                patch == null || prebuilt.patched().containsKey(patch.name())
                    ? List.of()
                    : List.of(
                        "a prebuilt kernel cannot be patched, and its patched: has no '%s'"
                            .formatted(patch.name())));
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
