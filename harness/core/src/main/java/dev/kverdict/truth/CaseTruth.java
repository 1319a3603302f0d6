package dev.kverdict.truth;

import java.util.List;

/**
 * The answers on the patches of a case.
 *
 * @param caseName the case
 * @param kernels releases of its kernels, or their names
 * @param patches the answers by patches
 * @param trials how many trials the run has: the control's and those for further evidence included
 * @param millis how long their machines ran, in ms
 */
public record CaseTruth(
    String caseName, List<String> kernels, List<PatchTruth> patches, int trials, long millis) {

  public CaseTruth {
    kernels = List.copyOf(kernels);
    patches = List.copyOf(patches);
  }
}
