package dev.kverdict.truth;

import static java.util.stream.Collectors.joining;

import dev.kverdict.record.Worth;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The answers on one patch on one kernel.
 *
 * @param caseName the case
 * @param kernel the kernel's name
 * @param patch the patch's name
 * @param worth what it is worth, or null if the case does not say
 * @param cells the answers by programs
 * @param answers what each rule says of the patch as a whole
 */
public record PatchTruth(
    String caseName,
    String kernel,
    String patch,
    @Nullable Worth worth,
    List<CellTruth> cells,
    Map<Rule, Answer> answers) {

  public PatchTruth {
    cells = List.copyOf(cells);
    answers = Collections.unmodifiableMap(new EnumMap<>(answers));
  }

  /** Creates the answers on a patch from those by its programs. */
  static PatchTruth of(
      String caseName, String kernel, String patch, @Nullable Worth worth, List<CellTruth> cells) {
    Map<Rule, Answer> answers = new EnumMap<>(Rule.class);
    for (Rule rule : Rule.values()) {
      answers.put(rule, whole(cells, rule));
    }
    return new PatchTruth(caseName, kernel, patch, worth, cells, answers);
  }

  /** Returns what a rule says of the patch. */
  public Answer answer(Rule rule) {
    return Objects.requireNonNull(answers.get(rule), rule.label());
  }

  /** Returns why a rule says what it says, without the names of programs. */
  public String why(Rule rule) {
    Answer.Kind kind = answer(rule).kind();
    return cells.stream()
        .filter(cell -> !cell.guard() || kind != Answer.Kind.BLIND)
        .map(cell -> of(cell, rule))
        .filter(answer -> answer.kind() == kind)
        .map(Answer::reason)
        .distinct()
        .collect(joining(", "));
  }

  /** Returns whether a rule passes a wrong patch or refuses a right one. */
  public boolean errs(Rule rule) {
    Answer.Kind kind = answer(rule).kind();
    return worth != null
        && (worth.right() ? kind == Answer.Kind.REFUSES : kind == Answer.Kind.PASSES);
  }

  /** Returns whether the rules that have answered say different things. */
  public boolean disputed() {
    return answers.values().stream().map(Answer::kind).filter(Answer.Kind::given).distinct().count()
        > 1;
  }

  /**
   * One program that speaks against a patch is enough; otherwise one that leaves it open; it passes
   * if nothing is left but programs that speak for it and those that the rule sees nothing of.
   */
  private static Answer whole(List<CellTruth> cells, Rule rule) {
    for (Answer.Kind kind :
        List.of(
            Answer.Kind.REFUSES, Answer.Kind.MISSING, Answer.Kind.UNDECIDED, Answer.Kind.PASSES)) {
      String reason = reasons(cells, rule, answer -> answer.kind() == kind);
      if (!reason.isEmpty()) {
        return new Answer(
            kind,
            reason,
            answers(cells, rule).mapToInt(Answer::trials).sum(),
            answers(cells, rule).mapToLong(Answer::millis).sum());
      }
    }
    return new Answer(Answer.Kind.BLIND, "it sees nothing of any program", 0, 0);
  }

  private static String reasons(List<CellTruth> cells, Rule rule, Predicate<Answer> which) {
    return cells.stream()
        .filter(cell -> which.test(of(cell, rule)))
        .map(cell -> cell.program() + ": " + of(cell, rule).reason())
        .collect(joining("; "));
  }

  private static Stream<Answer> answers(List<CellTruth> cells, Rule rule) {
    return cells.stream().map(cell -> of(cell, rule));
  }

  private static Answer of(CellTruth cell, Rule rule) {
    return Objects.requireNonNull(cell.answers().get(rule), rule.label());
  }
}
