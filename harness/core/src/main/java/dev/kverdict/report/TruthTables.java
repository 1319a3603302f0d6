package dev.kverdict.report;

import static java.util.stream.Collectors.joining;

import dev.kverdict.record.Worth;
import dev.kverdict.report.TextTable.Cell;
import dev.kverdict.text.Label;
import dev.kverdict.truth.Answer;
import dev.kverdict.truth.CaseTruth;
import dev.kverdict.truth.Effort;
import dev.kverdict.truth.PatchTruth;
import dev.kverdict.truth.Rule;
import dev.kverdict.truth.Score;
import dev.kverdict.truth.Tally;
import dev.kverdict.truth.Truth;
import dev.kverdict.verdict.Interval;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Puts what rules say of patches into tables. */
final class TruthTables {

  private static final Set<Answer.Kind> YES_OR_NO =
      EnumSet.of(Answer.Kind.PASSES, Answer.Kind.REFUSES);

  private final Truth truth;

  private TruthTables(Truth truth) {
    this.truth = truth;
  }

  /** Returns the tables, the most important ones first; those without rows are left out. */
  static List<TextTable> of(Truth truth) {
    return new TruthTables(truth).all();
  }

  private List<TextTable> all() {
    List<PatchTruth> common = truth.common();
    return Stream.of(
            scores("Rules on all patches whose worth is known", truth.known()),
            scores(
                "The same on the " + common.size() + " patches on which every rule answers",
                common),
            byWorth(),
            cases(),
            efforts(),
            disputed(),
            withoutAnswer())
        .filter(table -> !table.rows().isEmpty())
        .toList();
  }

  private TextTable scores(String title, List<PatchTruth> patches) {
    List<List<Cell>> rows = new ArrayList<>();
    for (Score score : patches.isEmpty() ? List.<Score>of() : truth.scores(patches)) {
      Tally wrong = score.wrong();
      Tally right = score.right();
      rows.add(
          List.of(
              Cell.of(score.rule().label()),
              new Cell(share(wrong.passes(), wrong), wrong.passes() > 0),
              Cell.of(interval(wrong.answered(), wrong.passRate())),
              new Cell(share(right.refuses(), right), right.refuses() > 0),
              Cell.of(interval(right.answered(), right.refusalRate())),
              Cell.of(both(wrong.undecided(), right.undecided())),
              Cell.of(both(wrong.missing(), right.missing())),
              Cell.of(both(wrong.blind(), right.blind()))));
    }
    return new TextTable(
        title,
        List.of(
            "rule",
            "wrong, passes",
            "95 %",
            "right, refused",
            "95 %",
            "undecided",
            "trials missing",
            "sees nothing"),
        rows);
  }

  private static String share(int times, Tally tally) {
    return tally.answered() == 0 ? "-" : times + " of " + tally.answered();
  }

  private static String both(int wrong, int right) {
    return wrong + right == 0 ? "0" : wrong + " wrong, " + right + " right";
  }

  private static String interval(int answered, Interval interval) {
    return answered == 0
        ? "-"
        : String.format(Locale.ROOT, "%.2f to %.2f", interval.low(), interval.high());
  }

  /** How many patches of each kind pass. */
  private TextTable byWorth() {
    List<List<Cell>> rows = new ArrayList<>();
    for (Worth.Kind kind : Worth.Kind.values()) {
      List<PatchTruth> mine =
          truth.known().stream()
              .filter(patch -> patch.worth() != null && patch.worth().kind() == kind)
              .toList();
      if (!mine.isEmpty()) {
        List<Cell> row = new ArrayList<>(List.of(Cell.of(Label.of(kind)), Cell.of(mine.size())));
        for (Rule rule : Rule.values()) {
          row.add(new Cell(passes(mine, rule), mine.stream().anyMatch(patch -> patch.errs(rule))));
        }
        rows.add(row);
      }
    }
    return new TextTable(
        "Patches that pass, of those on which the rule answers, by what they are worth",
        head(List.of("worth", "patches"), List.of()),
        rows);
  }

  private static String passes(List<PatchTruth> patches, Rule rule) {
    List<Answer.Kind> given =
        patches.stream()
            .map(patch -> patch.answer(rule).kind())
            .filter(Answer.Kind::given)
            .toList();
    return given.isEmpty()
        ? "-"
        : given.stream().filter(Answer.Kind.PASSES::equals).count() + " of " + given.size();
  }

  private TextTable cases() {
    List<List<Cell>> rows = new ArrayList<>();
    for (CaseTruth one : truth.cases()) {
      Truth alone = new Truth(List.of(one));
      long right =
          alone.known().stream()
              .filter(patch -> patch.worth() != null && patch.worth().right())
              .count();
      rows.add(
          Stream.of(
                  one.caseName(),
                  String.join(", ", one.kernels()),
                  right,
                  alone.known().size() - right,
                  alone.unknown().size(),
                  one.trials(),
                  minutes(one.millis() / 60_000.0))
              .map(Cell::of)
              .toList());
    }
    return new TextTable(
        "Cases, their patches and trials",
        List.of("case", "kernel", "right", "wrong", "worth unknown", "trials", "machine minutes"),
        rows);
  }

  private TextTable efforts() {
    return new TextTable(
        "What an answer takes: ours with the control's trials and all further evidence",
        List.of("rule", "patches answered", "trials each", "machine minutes each"),
        truth.efforts().stream().map(TruthTables::effort).toList());
  }

  private static List<Cell> effort(Effort effort) {
    return Stream.of(
            effort.rule().label(),
            effort.answers(),
            String.format(Locale.ROOT, "%.1f", effort.trialsEach()),
            minutes(effort.minutesEach()))
        .map(Cell::of)
        .toList();
  }

  private static String minutes(double minutes) {
    return String.format(Locale.ROOT, "%.1f", minutes);
  }

  private TextTable disputed() {
    List<List<Cell>> rows = new ArrayList<>();
    for (PatchTruth patch : truth.disputed()) {
      List<Cell> row =
          new ArrayList<>(List.of(Cell.of(patch.caseName()), Cell.of(name(patch)), worth(patch)));
      for (Rule rule : Rule.values()) {
        row.add(new Cell(words(patch.answer(rule).kind()), patch.errs(rule)));
      }
      row.add(Cell.of(patch.answer(Rule.KVERDICT).reason()));
      rows.add(row);
    }
    return new TextTable(
        "Where rules disagree; an answer that is wrong is marked",
        head(List.of("case", "patch", "worth"), List.of("verdicts behind ours")),
        rows);
  }

  private static Cell worth(PatchTruth patch) {
    return Cell.of(patch.worth() == null ? "?" : Label.of(patch.worth().kind()));
  }

  private String name(PatchTruth patch) {
    boolean several =
        truth.cases().stream()
                .flatMap(one -> one.patches().stream())
                .filter(other -> other.caseName().equals(patch.caseName()))
                .map(PatchTruth::kernel)
                .distinct()
                .count()
            > 1;
    return several ? patch.kernel() + "/" + patch.patch() : patch.patch();
  }

  /** Why a rule does not say yes or no, and of which patches. */
  private TextTable withoutAnswer() {
    Map<List<String>, Map<String, List<String>>> patches = new LinkedHashMap<>();
    for (Rule rule : Rule.values()) {
      truth.cases().stream()
          .flatMap(one -> one.patches().stream())
          .filter(patch -> !YES_OR_NO.contains(patch.answer(rule).kind()))
          .forEach(
              patch ->
                  patches
                      .computeIfAbsent(
                          List.of(rule.label(), words(patch.answer(rule).kind()), patch.why(rule)),
                          key -> new LinkedHashMap<>())
                      .computeIfAbsent(patch.caseName(), key -> new ArrayList<>())
                      .add(name(patch)));
    }
    List<List<Cell>> rows = new ArrayList<>();
    patches.forEach(
        (why, which) ->
            rows.add(Stream.concat(why.stream(), Stream.of(listed(which))).map(Cell::of).toList()));
    return new TextTable("Neither yes nor no", List.of("rule", "answer", "why", "patches"), rows);
  }

  private static String listed(Map<String, List<String>> byCase) {
    return byCase.entrySet().stream()
        .map(entry -> entry.getKey() + ": " + String.join(", ", entry.getValue()))
        .collect(joining("; "));
  }

  private static List<String> head(List<String> before, List<String> after) {
    return Stream.of(before.stream(), Stream.of(Rule.values()).map(Rule::label), after.stream())
        .flatMap(words -> words)
        .toList();
  }

  /** Returns an answer in words. */
  static String words(Answer.Kind kind) {
    return switch (kind) {
      case PASSES -> "passes";
      case REFUSES -> "refuses";
      case UNDECIDED -> "undecided";
      case MISSING -> "trials missing";
      case BLIND -> "sees nothing";
    };
  }
}
