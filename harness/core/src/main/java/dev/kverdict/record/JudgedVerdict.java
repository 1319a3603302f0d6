package dev.kverdict.record;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A verdict beside what the case's author expected.
 *
 * @param verdict the verdict, found without knowing the expectation
 * @param expected the kind written under {@code expect:}, or null when nothing was
 */
public record JudgedVerdict(Verdict verdict, @Nullable VerdictKind expected) {

  public JudgedVerdict {
    Objects.requireNonNull(verdict, "verdict");
  }

  /** Whether the gate is satisfied: as expected, or a pass where nothing was expected. */
  public boolean asExpected() {
    return expected == null
        ? verdict.kind().verdictClass() == VerdictClass.PASS
        : verdict.kind() == expected;
  }
}
