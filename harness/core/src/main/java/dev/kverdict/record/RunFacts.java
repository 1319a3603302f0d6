package dev.kverdict.record;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Facts about a run.
 *
 * @param started its start, in ISO 8601
 * @param millis its duration in ms
 * @param folder the directory of its evidence
 * @param trialsASide a fixed number of trials a side; null for as many as it takes
 * @param confidence the asked confidence
 * @param trialsRun the number of trials that ran
 * @param trialsFromStore the number of trials judged again from stored evidence
 * @param qemu QEMU's version; empty if no kernel got that far
 * @param cage the cage of programs; empty if no kernel got that far
 * @param accelerators the accelerator of each kernel that could boot, by the kernel's name in the
 *     order of the run
 */
public record RunFacts(
    String started,
    long millis,
    String folder,
    @Nullable Integer trialsASide,
    double confidence,
    int trialsRun,
    int trialsFromStore,
    String qemu,
    String cage,
    Map<String, String> accelerators) {

  public RunFacts {
    accelerators = Collections.unmodifiableMap(new LinkedHashMap<>(accelerators));
  }

  /** Returns the duration in seconds. */
  public double seconds() {
    return millis / 1000.0;
  }

  /** Returns the number of trials per side in words. */
  public String trials() {
    return trialsASide == null ? "as many as it takes" : trialsASide + " a side";
  }

  /** Returns the accelerator of all kernels; empty when they differ or none is known. */
  public Optional<String> accelerator() {
    List<String> distinct = accelerators.values().stream().distinct().toList();
    return distinct.size() == 1 ? Optional.of(distinct.get(0)) : Optional.empty();
  }

  /** Returns the accelerator in words, per kernel where they differ: {@code kvm (a), tcg (b)}. */
  public String acceleratorWords() {
    String each =
        accelerators.entrySet().stream()
            .map(kernel -> kernel.getValue() + " (" + kernel.getKey() + ")")
            .collect(Collectors.joining(", "));
    return accelerator().orElse(each.isEmpty() ? "?" : each);
  }
}
