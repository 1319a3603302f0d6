package dev.kverdict.model;

import dev.kverdict.text.Label;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A statement about the bug, to be settled by experiments.
 *
 * @param id its short name
 * @param says the statement, in one sentence
 * @param experiments the experiments, all of which must show what is expected; never empty
 */
public record ClaimDef(String id, String says, List<Experiment> experiments) {

  public ClaimDef {
    experiments = List.copyOf(experiments);
  }

  /** The result of an experiment if the claim is right. */
  public enum Expectation {
    /** The program crashes as its reproducer does. */
    CRASH,
    /** The program does not crash. */
    NO_CRASH,
    /** The program's check fails as its reproducer's does. */
    CHECK_FAILS,
    /** The function is executed. */
    EXECUTED,
    /** The function is not executed. */
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
   * @param variant the reproducer with other macros and steps, under another name; null for {@code
   *     SUFFICIENT}
   * @param expect the result that the claim predicts
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

  /** Returns the variants that have to be compiled. */
  public List<ReproducerDef> variants() {
    return experiments.stream()
        .flatMap(experiment -> Stream.ofNullable(experiment.variant()))
        .toList();
  }

  /** Returns the expectations by the names that a matrix uses: {@code no-crash}. */
  public static Map<String, Expectation> expectations() {
    return Stream.of(Expectation.values())
        .collect(Collectors.toMap(Label::of, Function.identity()));
  }
}
