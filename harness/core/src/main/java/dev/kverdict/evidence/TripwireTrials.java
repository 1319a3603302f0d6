package dev.kverdict.evidence;

import dev.kverdict.InfraError;
import dev.kverdict.build.KernelBuild;
import dev.kverdict.kernel.KernelArtefact;
import dev.kverdict.model.PatchDef;
import dev.kverdict.model.ReproducerDef;
import dev.kverdict.patch.PatchEffect;
import dev.kverdict.patch.PatchSet;
import dev.kverdict.patch.Site;
import dev.kverdict.pool.KernelUnderTest;
import dev.kverdict.pool.TestedKernel;
import dev.kverdict.record.BuildOutcome;
import dev.kverdict.record.Trial;
import dev.kverdict.run.RunFolder;
import dev.kverdict.verdict.CellOutcomes;
import dev.kverdict.verdict.Exposure;
import dev.kverdict.verdict.Masking;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs a patched kernel in which the condition of the assertion that fired is kept as a report: it
 * shows whether the cause is gone, or only its report.
 *
 * @param folder where the further patches are kept
 */
public record TripwireTrials(RunFolder folder) {

  private static final String SERIES = "tripwire";
  private static final String FILE = "tripwire.patch";

  /**
   * Waits for the trials and says what they showed; nothing for a patch that leaves the assertion
   * as it is.
   *
   * @param plain the outcomes of the cell
   */
  public Optional<String> run(
      TestedKernel kernel, PatchDef patch, ReproducerDef program, CellOutcomes plain) {
    Optional<KernelArtefact> control = kernel.built(null).artefact();
    Optional<KernelArtefact> patched = kernel.built(patch).artefact();
    if (control.isEmpty() || patched.isEmpty()) {
      return Optional.empty();
    }
    PatchEffect effect = patched.get().effect();
    List<Site> edited =
        Masking.sites(plain.control()).stream()
            .filter(site -> effect.editedStatement(site).isPresent())
            .toList();
    if (edited.isEmpty()) {
      return Optional.empty();
    }
    Site site = edited.get(0);
    Optional<String> diff = effect.tripwire(site);
    if (diff.isEmpty()) {
      return Optional.of("tripwire: no bare assertion stands at " + site);
    }
    return Optional.of(
        tried(kernel, with(kernel, patch, diff.get()), program, plain, site.toString()));
  }

  private PatchDef with(TestedKernel kernel, PatchDef patch, String diff) {
    String name = patch.name() + "~tripwire";
    try {
      Path file = folder.kernel(kernel.name() + "/" + name).resolve(FILE);
      Files.writeString(file, diff, StandardCharsets.ISO_8859_1);
      return new PatchDef(name, patch.content().and(PatchSet.of(FILE, diff)), Map.of());
    } catch (IOException e) {
      throw new InfraError("cannot write the tripwire of " + patch.name(), e);
    }
  }

  private static String tried(
      TestedKernel kernel,
      PatchDef patch,
      ReproducerDef program,
      CellOutcomes plain,
      String where) {
    KernelBuild build = kernel.built(patch);
    Optional<KernelUnderTest> side =
        kernel
            .side(patch, program)
            .map(source -> source.exposed(Exposure.of(program, plain.control())));
    if (side.isEmpty()) {
      boolean host = build.outcome().kind() == BuildOutcome.Kind.HOST_FAULT;
      return "tripwire: the condition of %s %s: %s"
          .formatted(
              where,
              host ? "was not built" : "does not compile where it was",
              String.join("; ", build.outcome().lines()));
    }
    int wanted = Math.max(1, plain.patched().size());
    List<Trial> trials = side.get().evidence(SERIES, 1, wanted);
    if (tripped(trials) > 0) { // snapshots alone accuse nobody
      trials = side.get().booting().evidence(SERIES + "-booted", 1, wanted);
    }
    long tripped = tripped(trials);
    return tripped == 0
        ? "tripwire: the condition of %s did not hold in any of %d trials"
            .formatted(where, trials.size())
        : "tripwire: the condition of %s still holds, in %d of %d trials: the report is gone, its cause is not"
            .formatted(where, tripped, trials.size());
  }

  private static long tripped(List<Trial> trials) {
    return trials.stream().filter(t -> t.evidence().notes().tripped() > 0).count();
  }
}
