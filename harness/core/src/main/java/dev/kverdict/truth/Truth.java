package dev.kverdict.truth;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The answers of all rules on the patches of some cases.
 *
 * @param cases the cases
 */
public record Truth(List<CaseTruth> cases) {

  public Truth {
    cases = List.copyOf(cases);
  }

  /** Returns the patches whose worth is known. */
  public List<PatchTruth> known() {
    return patches().filter(patch -> patch.worth() != null).toList();
  }

  /** Returns the patches whose worth no case tells. */
  public List<PatchTruth> unknown() {
    return patches().filter(patch -> patch.worth() == null).toList();
  }

  private Stream<PatchTruth> patches() {
    return cases.stream().flatMap(one -> one.patches().stream());
  }

  /** Returns the patches of known worth on which every rule has answered. */
  public List<PatchTruth> common() {
    return known().stream()
        .filter(
            patch ->
                patch.answers().values().stream().map(Answer::kind).allMatch(Answer.Kind::given))
        .toList();
  }

  /** Returns the patches on which two rules that have answered disagree. */
  public List<PatchTruth> disputed() {
    return patches().filter(PatchTruth::disputed).toList();
  }

  /**
   * Returns how well each rule tells right patches from wrong ones.
   *
   * @param patches patches of known worth
   */
  public List<Score> scores(List<PatchTruth> patches) {
    List<PatchTruth> wrong = patches.stream().filter(Predicate.not(Truth::right)).toList();
    List<PatchTruth> right = patches.stream().filter(Truth::right).toList();
    List<Score> scores = new ArrayList<>();
    for (Rule rule : Rule.values()) {
      scores.add(new Score(rule, Tally.of(wrong, rule), Tally.of(right, rule)));
    }
    return scores;
  }

  /**
   * Returns what the answers of each rule took. Ours took every trial of the runs, the control's
   * and those for further evidence included; another rule took the trials that it looked at.
   */
  public List<Effort> efforts() {
    List<Effort> efforts = new ArrayList<>();
    for (Rule rule : Rule.values()) {
      List<Answer> given =
          patches()
              .map(patch -> patch.answer(rule))
              .filter(answer -> answer.kind().given())
              .toList();
      boolean ours = rule == Rule.KVERDICT;
      efforts.add(
          new Effort(
              rule,
              given.size(),
              ours
                  ? cases.stream().mapToInt(CaseTruth::trials).sum()
                  : given.stream().mapToInt(Answer::trials).sum(),
              ours
                  ? cases.stream().mapToLong(CaseTruth::millis).sum()
                  : given.stream().mapToLong(Answer::millis).sum()));
    }
    return efforts;
  }

  private static boolean right(PatchTruth patch) {
    return patch.worth() != null && patch.worth().right();
  }
}
