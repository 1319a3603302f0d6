package dev.kverdict.build;

import dev.kverdict.kernel.KernelArtefact;
import dev.kverdict.record.BuildOutcome;
import java.util.Optional;

/**
 * The result of a build.
 *
 * @param outcome the outcome
 * @param artefact what can be booted; present when the outcome is {@code BUILT}
 */
public record KernelBuild(BuildOutcome outcome, Optional<KernelArtefact> artefact) {

  /** Returns a build without an artefact. */
  public static KernelBuild failed(BuildOutcome outcome) {
    return new KernelBuild(outcome, Optional.empty());
  }

  static KernelBuild built(KernelArtefact artefact) {
    return new KernelBuild(BuildOutcome.built(artefact.codeDigest()), Optional.of(artefact));
  }
}
