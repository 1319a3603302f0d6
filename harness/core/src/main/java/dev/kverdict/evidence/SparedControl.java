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
import dev.kverdict.verdict.Canary;
import dev.kverdict.verdict.Exposure;
import dev.kverdict.verdict.Masking;
import dev.kverdict.verdict.Spared;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

  /** Waits for trials of the control that run no program on this program's image. */
  public Spared baseline(TestedKernel kernel, ReproducerDef program) {
    String image = program.image();
    List<Outcome> outcomes =
        image == null
            ? List.of()
            : kernel
                .side(null, Canary.baseline(image))
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
   * Waits for trials of the control without the assertion that fired.
   *
   * @param known the baseline
   * @param control the control's outcomes
   */
  public Spared spared(
      TestedKernel kernel, ReproducerDef program, Spared known, List<Outcome> control) {
    List<Site> sites = List.copyOf(Masking.sites(control));
    if (sites.size() != 1) {
      return because(
          known,
          sites.isEmpty()
              ? "where the control died is not known"
              : "the control died in several places");
    }
    Site site = sites.get(0);
    Optional<String> diff =
        kernel
            .built(null)
            .artefact()
            .flatMap(built -> built.sourceText(site.file()))
            .flatMap(text -> Spare.diff(site.file(), text, site.line()));
    if (diff.isEmpty()) {
      return because(known, "what fired at " + site + " is no bare assertion");
    }
    Optional<KernelUnderTest> side = kernel.side(patch(kernel, diff.get()), program);
    if (side.isEmpty()) {
      return because(known, "the control does not build without the assertion at " + site);
    }
    List<Outcome> outcomes =
        side.get()
            .exposed(Exposure.of(program, control))
            .booting()
            .trials(TrialId.PLAIN, 1, TRIALS);
    return new Spared(
        known.baseline(),
        outcomes,
        "the control ran %d trials without the assertion at %s".formatted(outcomes.size(), site));
  }

  private static Spared because(Spared known, String why) {
    return new Spared(known.baseline(), List.of(), why);
  }

  private PatchDef patch(TestedKernel kernel, String diff) {
    try {
      // Two programs may die in two places.
      PatchSet content = PatchSet.of(FILE, diff);
      String name = NAME + "-" + content.digest().substring(0, 8);
      Path file = folder.kernel(kernel.name() + "/" + name).resolve(FILE);
      Files.writeString(file, diff, StandardCharsets.ISO_8859_1);
      return new PatchDef(name, content, Map.of());
    } catch (IOException e) {
      throw new InfraError("cannot write the patch of a spared control: " + e.getMessage(), e);
    }
  }
}
