package dev.kverdict.campaign;

import dev.kverdict.kernel.KernelArtefact;
import dev.kverdict.kernel.ProbePoints;
import dev.kverdict.patch.PatchEffect;
import dev.kverdict.patch.Silencer;
import dev.kverdict.record.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds in a patch what may make the case's report vanish without its cause. */
final class MaskingEvidence {

  private static final Pattern SOURCE = Pattern.compile("(.+):(\\d{1,7})");
  private static final Pattern TRAP = Pattern.compile("(.+)\\+0x([0-9a-f]{1,8})");

  private final ProbePoints points;

  MaskingEvidence(ProbePoints points) {
    this.points = points;
  }

  /** A line of the source. */
  record Site(String file, int line) {}

  /**
   * What speaks for masking, a line each; empty when nothing does.
   *
   * @param seen the control's outcomes: where it fired is what must not have been edited
   */
  List<String> suspicions(KernelArtefact control, KernelArtefact patched, List<Outcome> seen) {
    PatchEffect effect = patched.effect();
    List<String> all = new ArrayList<>();
    for (Site site : sites(control, effect, seen)) {
      effect
          .editedStatement(site.file(), site.line())
          .ifPresent(
              statement ->
                  all.add(
                      "the patch edits the statement that fired, %s:%d: %s"
                          .formatted(site.file(), site.line(), statement)));
    }
    for (Silencer silencer : effect.silencers()) {
      all.add(
          "%s at %s:%d: %s"
              .formatted(silencer.rule(), silencer.file(), silencer.line(), silencer.text()));
    }
    return all;
  }

  /** Where the failures that the case describes fired, as far as that lies in a changed file. */
  Set<Site> sites(KernelArtefact control, PatchEffect effect, List<Outcome> seen) {
    Set<Site> sites = new LinkedHashSet<>();
    for (Outcome outcome : seen) {
      String site = outcome.site();
      if (outcome.kind() == Outcome.Kind.FAILED_AS_EXPECTED && site != null) {
        site(control, effect, site).ifPresent(sites::add);
      }
    }
    return sites;
  }

  private Optional<Site> site(KernelArtefact control, PatchEffect effect, String site) {
    Matcher source = SOURCE.matcher(site);
    if (source.matches()) {
      return Optional.of(new Site(source.group(1), Integer.parseInt(source.group(2))));
    }
    Matcher trap = TRAP.matcher(site);
    if (trap.matches()) {
      long offset = Long.parseLong(trap.group(2), 16);
      for (String file : effect.paths()) {
        OptionalInt line = points.lineOf(control, file, trap.group(1), offset);
        if (line.isPresent()) {
          return Optional.of(new Site(file, line.getAsInt()));
        }
      }
    }
    return Optional.empty();
  }
}
