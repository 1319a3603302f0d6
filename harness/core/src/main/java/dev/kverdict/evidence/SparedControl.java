package dev.kverdict.evidence;

import dev.kverdict.InfraError;
import dev.kverdict.model.PatchDef;
import dev.kverdict.model.ReproducerDef;
import dev.kverdict.patch.PatchSet;
import dev.kverdict.patch.Site;
import dev.kverdict.patch.Spare;
import dev.kverdict.pool.KernelUnderTest;
import dev.kverdict.pool.TestedKernel;
import dev.kverdict.record.Outcome;
import dev.kverdict.record.TrialId;
import dev.kverdict.run.RunFolder;
import dev.kverdict.store.Digests;
import dev.kverdict.verdict.Canary;
import dev.kverdict.verdict.Exposure;
import dev.kverdict.verdict.Masking;
import dev.kverdict.verdict.Spared;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Runs the control as if it had not died: without the program, and with the program but without the
 * assertion that fired. What these show is not the patch's doing; what they do not show where a
 * patched kernel does, is.
 *
 * @param folder where the further patches are kept
 */
public record SparedControl(RunFolder folder) {

  private static final String NAME = "control~spared";
  private static final String FILE = "spared.patch";

  /** All of them boot, so none can be misled by a snapshot. */
  private static final int TRIALS = 3;

  /** Assertions to take out, each because it fired once the one before was gone. */
  private static final int MOST = 4;

  /** Waits for trials of the control that run no program on this program's image. */
  public Spared baseline(TestedKernel kernel, ReproducerDef program) {
    List<Outcome> outcomes =
        program.images().isEmpty()
            ? List.of()
            : kernel
                .side(null, Canary.baseline(program))
                .map(side -> side.booting().trials(TrialId.PLAIN, 1, TRIALS))
                .orElse(List.of());
    return new Spared(
        outcomes,
        List.of(),
        outcomes.isEmpty()
            ? ""
            : "the control ran %d trials without the program".formatted(outcomes.size()));
  }

  /**
   * Waits for trials of the control without the assertion that fired, nor any that fires then.
   *
   * @param known the baseline
   * @param control the control's outcomes
   */
  public Spared spared(
      TestedKernel kernel, ReproducerDef program, Spared known, List<Outcome> control) {
    Map<String, List<String>> sources = new HashMap<>();
    List<Site> gone = new ArrayList<>();
    PatchSet content = PatchSet.NONE;
    Exposure exposure = Exposure.of(program, control);
    List<Outcome> outcomes = List.of();
    Set<Site> sites = Masking.sites(control);
    while (gone.size() < MOST && sites.size() == 1) {
      Site site = sites.iterator().next();
      Optional<Spare> spare =
          source(kernel, sources, site).flatMap(text -> Spare.at(site.file(), text, site.line()));
      if (spare.isEmpty()) {
        return because(known, outcomes, "what fired at " + site + " is no bare assertion");
      }
      sources.put(site.file(), spare.get().text());
      content = content.and(PatchSet.of(FILE, spare.get().diff()));
      gone.add(site);
      Optional<KernelUnderTest> side = kernel.side(patch(kernel, content), program);
      if (side.isEmpty()) {
        return because(
            known, outcomes, "the control does not build without the assertion at " + site);
      }
      outcomes = side.get().exposed(exposure).booting().trials(TrialId.PLAIN, 1, TRIALS);
      sites = crashes(outcomes);
    }
    return gone.isEmpty()
        ? because(known, outcomes, "no single place is known where the control died")
        : new Spared(known.baseline(), outcomes, ran(outcomes, gone));
  }

  private static String ran(List<Outcome> outcomes, List<Site> gone) {
    return "the control ran %d trials without the assertion%s at %s"
        .formatted(
            outcomes.size(),
            gone.size() == 1 ? "" : "s",
            gone.stream().map(Site::toString).collect(Collectors.joining(", ")));
  }

  /** Returns the places of crashes; none if a trial came to another end. */
  private static Set<Site> crashes(List<Outcome> outcomes) {
    Set<Site> sites = new LinkedHashSet<>();
    for (Outcome outcome : outcomes) {
      String site = outcome.settled() ? null : outcome.site();
      Optional<Site> place = site == null ? Optional.empty() : Site.of(site);
      if (place.isEmpty()) {
        return Set.of();
      }
      sites.add(place.get());
    }
    return sites;
  }

  private static Optional<List<String>> source(
      TestedKernel kernel, Map<String, List<String>> sources, Site site) {
    return Optional.ofNullable(sources.get(site.file()))
        .or(() -> kernel.built(null).artefact().flatMap(built -> built.sourceText(site.file())));
  }

  private static Spared because(Spared known, List<Outcome> outcomes, String why) {
    return new Spared(known.baseline(), outcomes, why);
  }

  private PatchDef patch(TestedKernel kernel, PatchSet content) {
    try {
      // Two programs may die in two places.
      String name = NAME + "-" + Digests.ofText(content.digest()).substring(0, 8);
      var unused = content.unpack(folder.kernel(kernel.name() + "/" + name));
      return new PatchDef(name, content, Map.of());
    } catch (IOException e) {
      throw new InfraError("cannot write the patch of a spared control: " + e.getMessage(), e);
    }
  }
}
