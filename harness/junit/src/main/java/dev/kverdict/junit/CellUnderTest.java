package dev.kverdict.junit;

import dev.kverdict.InfraError;
import dev.kverdict.campaign.Campaign;
import dev.kverdict.model.Cell;
import dev.kverdict.record.JudgedVerdict;
import dev.kverdict.record.Verdict;
import dev.kverdict.record.VerdictClass;
import dev.kverdict.record.VerdictKind;

/** A cell of a running campaign. */
public final class CellUnderTest {

  private final Campaign campaign;
  private final Cell cell;

  CellUnderTest(Campaign campaign, Cell cell) {
    this.campaign = campaign;
    this.cell = cell;
  }

  /** Returns the kernel under test: {@code KERNEL} or {@code KERNEL/PATCH}. */
  public String kernel() {
    return cell.kernelUnderTest();
  }

  /** Returns the name of the reproducer or guard. */
  public String repro() {
    return cell.program().name();
  }

  /**
   * Waits for the verdict.
   *
   * @throws InfraError if the host failed
   */
  public JudgedVerdict verdict() {
    return campaign.await(cell);
  }

  /**
   * Waits for the verdict and compares it with what the matrix asks: {@code expect:} if given,
   * otherwise FIXED, or for the unpatched kernel a failure as expected.
   *
   * @throws AssertionError if the verdict is another one
   * @throws InfraError if there is none because of the host or the case
   */
  public void assertAsAsked() {
    JudgedVerdict judged = verdict();
    if (judged.asExpected()) {
      return;
    }
    Verdict verdict = judged.verdict();
    VerdictKind asked = judged.expected();
    String text =
        "%s %s: %s instead of %s%n  %s%n  evidence: %s"
            .formatted(
                kernel(),
                repro(),
                verdict.kind(),
                asked == null ? "a pass" : asked,
                String.join("\n  ", verdict.reasons()),
                campaign.folder());
    if (verdict.kind().verdictClass() == VerdictClass.ERROR) {
      throw new InfraError(text);
    }
    throw new AssertionError(text);
  }

  @Override
  public String toString() {
    return cell.toString();
  }
}
