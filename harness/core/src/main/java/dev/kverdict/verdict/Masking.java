package dev.kverdict.verdict;

import dev.kverdict.patch.PatchEffect;
import dev.kverdict.patch.Silencer;
import dev.kverdict.patch.Site;
import dev.kverdict.record.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Finds changes in a patch that may hide the case's report without fixing its cause. */
public final class Masking {

  private Masking() {}

  /**
   * Returns reasons to suspect masking, a line each; empty if there are none.
   *
   * @param control the control's outcomes: the patch must not edit the place where it fired, nor
   *     keep what fired there quiet
   * @param source the lines of a file before the patch, by its path; empty if unknown
   */
  public static List<String> suspicions(
      PatchEffect effect, List<Outcome> control, Function<String, Optional<List<String>>> source) {
    List<String> all = new ArrayList<>();
    List<Silencer> silencers = new ArrayList<>(effect.silencers());
    for (Site site : sites(control)) {
      effect
          .editedStatement(site)
          .ifPresent(
              statement ->
                  all.add(
                      "the patch edits the statement that fired, %s: %s"
                          .formatted(site, statement)));
      source
          .apply(site.file())
          .ifPresent(text -> silencers.addAll(effect.quieting(text, site.line())));
    }
    for (Silencer silencer : silencers) {
      all.add(
          "%s at %s:%d: %s"
              .formatted(silencer.rule(), silencer.file(), silencer.line(), silencer.text()));
    }
    return all;
  }

  /** Returns the places where expected failures fired, as far as known. */
  public static Set<Site> sites(List<Outcome> seen) {
    Set<Site> sites = new LinkedHashSet<>();
    for (Outcome outcome : seen) {
      String site = outcome.site();
      if (outcome.kind() == Outcome.Kind.FAILED_AS_EXPECTED && site != null) {
        Site.of(site).ifPresent(sites::add);
      }
    }
    return sites;
  }
}
