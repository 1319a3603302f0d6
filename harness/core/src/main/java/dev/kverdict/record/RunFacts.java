package dev.kverdict.record;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How a run was made.
 *
 * @param started when, in ISO 8601
 * @param millis how long it took
 * @param folder the directory of its evidence
 * @param trialsASide a fixed number of trials a side; null for as many as it takes
 * @param confidence the asked confidence
 * @param trialsRun how many trials ran
 * @param trialsFromStore how many were judged again from stored evidence
 * @param qemu QEMU's version; empty when nothing got that far
 * @param cage how programs were caged; empty when nothing got that far
 * @param accelerators what each kernel that could be booted ran on, by the kernel's name in the
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

  /** How long it took, in seconds. */
  public double seconds() {
    return millis / 1000.0;
  }

  /** How many trials each side got, in words. */
  public String trials() {
    return trialsASide == null ? "as many as it takes" : trialsASide + " a side";
  }

  /** The accelerator that all kernels have in common; empty when they differ or none is known. */
  public Optional<String> accelerator() {
    List<String> distinct = accelerators.values().stream().distinct().toList();
    return distinct.size() == 1 ? Optional.of(distinct.get(0)) : Optional.empty();
  }

  /** The accelerator in words, with each kernel's where they differ: {@code kvm (a), tcg (b)}. */
  public String acceleratorWords() {
    String each =
        accelerators.entrySet().stream()
            .map(kernel -> kernel.getValue() + " (" + kernel.getKey() + ")")
            .collect(Collectors.joining(", "));
    return accelerator().orElse(each.isEmpty() ? "?" : each);
  }
}
