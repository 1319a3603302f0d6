package dev.kverdict.verdict;

import dev.kverdict.model.ReproducerDef;
import dev.kverdict.record.BuildOutcome;
import dev.kverdict.record.SeriesStep.Effect;
import dev.kverdict.record.Verdict;
import dev.kverdict.record.VerdictClass;
import dev.kverdict.record.VerdictKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Judges what each patch of a series changes: every commit has to stand on those before it. */
public final class SeriesSteps {

  private SeriesSteps() {}

  /**
   * What a program shows at a place of a series.
   *
   * @param kind the verdict on the patches so far
   * @param reason the weightiest reason for it
   */
  public record Shown(VerdictKind kind, String reason) {}

  /**
   * What a case's programs show at a place of a series, by their names.
   *
   * @param shown for each program; none if the kernel of this place could not be built
   */
  public record Place(Map<String, Shown> shown) {

    public Place {
      shown = new LinkedHashMap<>(shown);
    }

    /** Returns the place before the first patch: the reproducers fail, and the guards hold. */
    public static Place control(List<ReproducerDef> programs, String why) {
      Map<String, Shown> shown = new LinkedHashMap<>();
      programs.forEach(
          program ->
              shown.put(
                  program.name(),
                  new Shown(program.guard() ? VerdictKind.FIXED : VerdictKind.NOT_FIXED, why)));
      return new Place(shown);
    }

    /** Returns the place with these verdicts. */
    public static Place of(List<Verdict> verdicts) {
      Map<String, Shown> shown = new LinkedHashMap<>();
      verdicts.forEach(v -> shown.put(v.repro(), new Shown(v.kind(), v.reasons().get(0))));
      return new Place(shown);
    }
  }

  /**
   * An answer.
   *
   * @param effect what the patch changes
   * @param reason what was seen
   */
  public record Judged(Effect effect, String reason) {}

  /** Judges a patch with which no kernel was made. */
  public static Judged unbuilt(BuildOutcome outcome) {
    String line = outcome.lines().isEmpty() ? outcome.kind().name() : outcome.lines().get(0);
    return switch (outcome.kind()) {
      case PATCH_REJECTED -> new Judged(Effect.BREAKS, "it does not apply: " + line);
      case BUILD_FAILED -> new Judged(Effect.BREAKS, "with it the kernel does not build: " + line);
      case ALREADY_APPLIED -> new Judged(Effect.CANNOT_TELL, "the source has it already: " + line);
      case HOST_FAULT -> new Judged(Effect.CANNOT_TELL, "it was not built: " + line);
      case NO_CHANGE, BUILT -> throw new IllegalArgumentException("was built: " + outcome);
    };
  }

  /**
   * Judges a patch by what the programs show before it and with it.
   *
   * @param before the last place that could be built
   */
  public static Judged judge(Place before, Place with) {
    List<String> broken = new ArrayList<>();
    List<String> doubtful = new ArrayList<>();
    List<String> fixed = new ArrayList<>();
    List<String> same = new ArrayList<>();
    with.shown()
        .forEach(
            (program, now) -> {
              Shown then = before.shown().getOrDefault(program, now);
              switch (change(then.kind(), now.kind())) {
                case BREAKS -> broken.add(moved(program, then, now));
                case CANNOT_TELL -> doubtful.add(moved(program, then, now));
                case FIXES -> fixed.add(program + " is " + now.kind());
                case NO_CHANGE -> same.add(program + " is " + now.kind());
              }
            });
    if (!broken.isEmpty()) {
      return new Judged(Effect.BREAKS, String.join("; ", broken));
    }
    if (!doubtful.isEmpty()) {
      return new Judged(Effect.CANNOT_TELL, String.join("; ", doubtful));
    }
    if (fixed.isEmpty()) {
      return new Judged(Effect.NO_CHANGE, "as before, " + String.join(", ", same));
    }
    String rest =
        with.shown().entrySet().stream()
            .filter(entry -> entry.getValue().kind().verdictClass() != VerdictClass.PASS)
            .map(entry -> entry.getKey() + " is still " + entry.getValue().kind())
            .collect(Collectors.joining(", "));
    return new Judged(Effect.FIXES, String.join(", ", fixed) + (rest.isEmpty() ? "" : "; " + rest));
  }

  private static String moved(String program, Shown then, Shown now) {
    return "%s was %s before it, and is %s with it: %s"
        .formatted(program, then.kind(), now.kind(), now.reason());
  }

  /**
   * Returns what became of one program. A bug that is not fixed yet is no patch's fault; anything
   * else that is wrong is the fault of the patch with which it came.
   */
  private static Effect change(VerdictKind then, VerdictKind now) {
    return switch (now.verdictClass()) {
      case PASS -> then.verdictClass() == VerdictClass.PASS ? Effect.NO_CHANGE : Effect.FIXES;
      case UNDECIDED, ERROR -> then == now ? Effect.NO_CHANGE : Effect.CANNOT_TELL;
      case FAIL ->
          switch (then.verdictClass()) {
            case PASS -> Effect.BREAKS;
            case UNDECIDED, ERROR -> Effect.CANNOT_TELL;
            case FAIL ->
                then == now || now == VerdictKind.NOT_FIXED ? Effect.NO_CHANGE : Effect.BREAKS;
          };
    };
  }
}
