package dev.kverdict.verdict;

import dev.kverdict.patch.PatchEffect;
import dev.kverdict.record.Outcome;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells the control's crash from another one in the same function, which has the same title. */
public final class SameBug {

  private static final Pattern SITE = Pattern.compile("(.+):(\\d{1,7})");

  private SameBug() {}

  /**
   * The patched outcomes, those that crashed at another statement than the control ever did being
   * another failure. Where either place is not known, the title decides.
   */
  public static List<Outcome> toldApart(
      List<Outcome> control, List<Outcome> patched, PatchEffect effect) {
    return patched.stream()
        .map(
            outcome ->
                outcome.kind() == Outcome.Kind.FAILED_AS_EXPECTED
                        && elsewhere(control, outcome, effect)
                    ? outcome.as(
                        Outcome.Kind.FAILED_OTHERWISE,
                        OneLine.of(
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

  private static boolean same(
      @org.jspecify.annotations.Nullable String before,
      @org.jspecify.annotations.Nullable String after,
      PatchEffect effect) {
    if (before == null || after == null) {
      return true;
    }
    Matcher old = SITE.matcher(before);
    Matcher now = SITE.matcher(after);
    if (!old.matches() || !now.matches()) {
      return true;
    }
    return old.group(1).equals(now.group(1))
        && effect.sameStatement(
            old.group(1), Integer.parseInt(old.group(2)), Integer.parseInt(now.group(2)));
  }
}
