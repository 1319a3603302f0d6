package dev.kverdict.record;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A verdict beside the one that the case's author expected.
 *
 * @param verdict the verdict, found without knowing the expectation
 * @param expected the kind written under {@code expect:}, or null if there is none
 */
public record JudgedVerdict(Verdict verdict, @Nullable VerdictKind expected) {

  public JudgedVerdict {
    Objects.requireNonNull(verdict, "verdict");
  }

  /** Returns whether it is as expected, or a pass if nothing was expected. */
  public boolean asExpected() {
    return expected == null
        ? verdict.kind().verdictClass() == VerdictClass.PASS
        : verdict.kind() == expected;
  }
}
