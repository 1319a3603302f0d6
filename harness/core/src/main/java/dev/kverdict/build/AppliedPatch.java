package dev.kverdict.build;

import dev.kverdict.record.BuildOutcome;
import java.util.Optional;

/**
 * What a source would be with a patch, before anything is built.
 *
 * @param refused why the patch does not apply; empty if it does
 * @param digest the SHA-256 of all files that the patch names, as they would be; empty if it does
 *     not apply
 */
public record AppliedPatch(Optional<BuildOutcome> refused, String digest) {

  static AppliedPatch refused(BuildOutcome outcome) {
    return new AppliedPatch(Optional.of(outcome), "");
  }

  static AppliedPatch of(String digest) {
    return new AppliedPatch(Optional.empty(), digest);
  }
}
