package dev.kverdict.verdict;

import dev.kverdict.patch.PatchEffect;
import dev.kverdict.patch.Site;
import dev.kverdict.record.Outcome;
import dev.kverdict.text.Printable;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Distinguishes the control's crash from another one with the same title. */
public final class SameBug {

  private SameBug() {}

  /**
   * Returns the patched outcomes, in which a crash at a statement where the control never crashed
   * becomes another failure. If either place is unknown, the title decides.
   */
  public static List<Outcome> distinguished(
      List<Outcome> control, List<Outcome> patched, PatchEffect effect) {
    return patched.stream()
        .map(
            outcome ->
                outcome.kind() == Outcome.Kind.FAILED_AS_EXPECTED
                        && elsewhere(control, outcome, effect)
                    ? outcome.as(
                        Outcome.Kind.FAILED_OTHERWISE,
                        Printable.line(
                            outcome.detail() + ", another statement than where the control fails"))
                    : outcome)
        .toList();
  }

  private static boolean elsewhere(List<Outcome> control, Outcome outcome, PatchEffect effect) {
    List<Outcome> failures =
        control.stream().filter(o -> o.kind() == Outcome.Kind.FAILED_AS_EXPECTED).toList();
    return !failures.isEmpty()
        && failures.stream().noneMatch(failure -> same(failure.site(), outcome.site(), effect));
  }

  private static boolean same(@Nullable String before, @Nullable String after, PatchEffect effect) {
    if (before == null || after == null) {
      return true;
    }
    Optional<Site> old = Site.of(before);
    Optional<Site> now = Site.of(after);
    return old.isEmpty() || now.isEmpty() || effect.sameStatement(old.get(), now.get());
  }
}
