package dev.kverdict.record;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Everything a run found, for the reports.
 *
 * @param caseName the case
 * @param verdicts one per cell, in the order of the matrix
 * @param patches one per kernel and patch
 * @param claims one per claim of the matrix that was settled
 * @param necessities one per patch of each series, when that was asked for
 * @param scope what the verdicts are about
 * @param run facts about the run by name: {@code version}, {@code started} (ISO 8601), {@code
 *     seconds}, {@code cage} (how programs were caged), {@code machine}, {@code qemu}, {@code
 *     trials} (a side), {@code trialsRun}, {@code trialsFromStore}, {@code confidence}, {@code
 *     folder}. Results of former versions also have the accelerator of the last kernel here
 * @param accelerators what each kernel that could be booted ran on, by the kernel's name in the
 *     order of the run; empty in results of former versions
 * @param discarded the saved machines that were thrown away
 */
public record RunResult(
    String caseName,
    List<JudgedVerdict> verdicts,
    List<PatchResult> patches,
    List<ClaimResult> claims,
    List<Necessity> necessities,
    Scope scope,
    Map<String, String> run,
    Map<String, String> accelerators,
    List<DiscardedMachine> discarded) {

  private static final String ACCELERATOR = "accelerator";

  public RunResult {
    verdicts = List.copyOf(verdicts);
    patches = List.copyOf(patches);
    claims = List.copyOf(claims);
    necessities = List.copyOf(necessities);
    run = Map.copyOf(run);
    discarded = List.copyOf(Objects.requireNonNullElse(discarded, List.of()));
    // What a former version has written does not say.
    Map<String, String> known = Objects.requireNonNullElse(accelerators, Map.of());
    accelerators = Collections.unmodifiableMap(new LinkedHashMap<>(known));
  }

  /** The accelerator that all kernels have in common; empty when they differ or none is known. */
  public Optional<String> accelerator() {
    if (accelerators.isEmpty()) {
      return Optional.ofNullable(run.get(ACCELERATOR));
    }
    List<String> distinct = accelerators.values().stream().distinct().toList();
    return distinct.size() == 1 ? Optional.of(distinct.get(0)) : Optional.empty();
  }

  /** The same for a person, with each kernel's where they differ: {@code kvm (a), tcg (b)}. */
  public String acceleratorWords() {
    String each =
        accelerators.entrySet().stream()
            .map(kernel -> kernel.getValue() + " (" + kernel.getKey() + ")")
            .collect(Collectors.joining(", "));
    return accelerator().orElse(each.isEmpty() ? "?" : each);
  }
}
