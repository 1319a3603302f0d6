package dev.kverdict.model;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A statement about the bug, to be settled by experiments.
 *
 * @param id its short name
 * @param says the statement, in one sentence
 * @param experiments all of which have to come out as expected; never empty
 */
public record ClaimDef(String id, String says, List<Experiment> experiments) {

  public ClaimDef {
    experiments = List.copyOf(experiments);
  }

  /** What an experiment is expected to show if the claim is right. */
  public enum Expectation {
    /** The program crashes as its reproducer does. */
    CRASH,
    /** It does not. */
    NO_CRASH,
    /** The program's check fails as its reproducer's does. */
    CHECK_FAILS,
    /** The function is executed. */
    EXECUTED,
    /** It is not. */
    NOT_EXECUTED,
    /** The patch fixes every reproducer and breaks no guard. */
    SUFFICIENT
  }

  /**
   * One experiment.
   *
   * @param kernel the kernel it runs on
   * @param patch the patch, or null for the control
   * @param base the reproducer it starts from; null for {@code SUFFICIENT}
   * @param variant the same with other macros and steps, named apart; null for {@code SUFFICIENT}
   * @param expect what the claim predicts
   * @param function the function that is executed or not; null for the other expectations
   * @param file the source file of that function, below the kernel's root
   */
  public record Experiment(
      String kernel,
      @Nullable String patch,
      @Nullable ReproducerDef base,
      @Nullable ReproducerDef variant,
      Expectation expect,
      @Nullable String function,
      @Nullable String file) {}

  /** The variants that have to be compiled. */
  public List<ReproducerDef> variants() {
    return experiments.stream()
        .map(Experiment::variant)
        .filter(variant -> variant != null)
        .map(java.util.Objects::requireNonNull)
        .toList();
  }

  public static Map<String, Expectation> expectations() {
    return Map.of(
        "crash", Expectation.CRASH,
        "no-crash", Expectation.NO_CRASH,
        "check-fails", Expectation.CHECK_FAILS,
        "executed", Expectation.EXECUTED,
        "not-executed", Expectation.NOT_EXECUTED,
        "sufficient", Expectation.SUFFICIENT);
  }
}
