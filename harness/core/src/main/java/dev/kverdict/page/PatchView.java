package dev.kverdict.page;

import dev.kverdict.record.Necessity;
import dev.kverdict.record.Scope;
import dev.kverdict.record.SeriesStep;
import dev.kverdict.record.Verdict;
import dev.kverdict.record.VerdictClass;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A patch on a kernel, or the control alone, with its cells.
 *
 * @param id the name of its place on the page
 * @param kernel the kernel's name
 * @param patch the patch's name, or {@link Verdict#CONTROL}
 * @param several whether the run has several kernels, so that each has to be named
 * @param origin what is known of the patch, or null
 * @param cells its cells; never empty
 * @param diff its content, or null if the run does not have it
 * @param necessities whether each patch of a series is needed
 * @param steps what each patch of a series changes
 */
record PatchView(
    String id,
    String kernel,
    String patch,
    boolean several,
    Scope.@Nullable Patch origin,
    List<CellView> cells,
    @Nullable DiffView diff,
    List<Necessity> necessities,
    List<SeriesStep> steps) {

  PatchView {
    cells = List.copyOf(cells);
    necessities = List.copyOf(necessities);
    steps = List.copyOf(steps);
  }

  /** Returns whether there is no patch. */
  boolean isControl() {
    return patch.equals(Verdict.CONTROL);
  }

  /** Returns its name for people. */
  String name() {
    String plain = isControl() ? "without a patch" : patch;
    return several ? plain + " on " + kernel : plain;
  }

  /** Returns how it fits the kernel, if that is not a matter of course; else an empty text. */
  String fit() {
    String fit = origin == null ? null : origin.fits().get(kernel);
    boolean plain = fit == null || fit.equals("applies") || fit.equals("applies cleanly");
    return fit == null || (plain && !several) ? "" : "It " + fit + ".";
  }

  /** Returns the class of its worst verdict. */
  VerdictClass kind() {
    return worst().kind();
  }

  /** Returns the cell that decides. */
  CellView worst() {
    return Objects.requireNonNull(
        cells.stream().max(Comparator.comparing(CellView::kind)).orElse(null));
  }

  /** Returns the answer in a word or two. */
  String answer() {
    if (isControl()) {
      return switch (kind()) {
        case PASS -> "Yes, it fails.";
        case FAIL, UNDECIDED -> "It did not.";
        case ERROR -> "Not known.";
      };
    }
    return switch (kind()) {
      case PASS -> "Yes.";
      case FAIL -> "No.";
      case UNDECIDED -> "Cannot tell.";
      case ERROR -> "Not known.";
    };
  }

  /** Returns the reason in a sentence. */
  String reason() {
    CellView decides = worst();
    String first = sentence(decides.verdict().reasons().get(0));
    return cells.size() == 1 ? first : decides.program() + ": " + first;
  }

  /** Returns what the other cells say, in a sentence; empty if there are none. */
  String rest() {
    long passed = cells.stream().filter(cell -> cell.kind() == VerdictClass.PASS).count();
    if (cells.size() == 1) {
      return "";
    }
    return passed == cells.size()
        ? "All %d reproducers and guards pass.".formatted(cells.size())
        : "%d of %d reproducers and guards pass.".formatted(passed, cells.size());
  }

  private static String sentence(String text) {
    return text.endsWith(".") ? text : text + ".";
  }
}
