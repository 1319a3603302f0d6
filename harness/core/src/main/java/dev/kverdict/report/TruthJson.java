package dev.kverdict.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kverdict.record.Worth;
import dev.kverdict.text.Label;
import dev.kverdict.truth.Answer;
import dev.kverdict.truth.CaseTruth;
import dev.kverdict.truth.CellTruth;
import dev.kverdict.truth.Effort;
import dev.kverdict.truth.PatchTruth;
import dev.kverdict.truth.Rule;
import dev.kverdict.truth.Score;
import dev.kverdict.truth.Tally;
import dev.kverdict.truth.Truth;
import dev.kverdict.verdict.Interval;
import java.util.Map;

/** Writes what rules say of patches whose worth is known, for programs. */
public final class TruthJson {

  private static final int SCHEMA = 1;
  private static final ObjectMapper JSON = new ObjectMapper();

  private TruthJson() {}

  /** Returns the document, pretty-printed. */
  public static String of(Truth truth) {
    ObjectNode root = JSON.createObjectNode().put("schema", SCHEMA);
    ArrayNode rules = root.putArray("rules");
    for (Score score : truth.scores(truth.known())) {
      ObjectNode node = rules.addObject().put("rule", Label.of(score.rule()));
      node.put("says", score.rule().says());
      tally(node.putObject("wrong"), score.wrong(), "passRate", score.wrong().passRate());
      tally(node.putObject("right"), score.right(), "refusalRate", score.right().refusalRate());
      truth.efforts().stream()
          .filter(effort -> effort.rule() == score.rule())
          .forEach(effort -> effort(node.putObject("effort"), effort));
    }
    ArrayNode cases = root.putArray("cases");
    truth.cases().forEach(one -> ofCase(cases.addObject(), one));
    return root.toPrettyString() + "\n";
  }

  private static void tally(ObjectNode node, Tally tally, String rate, Interval interval) {
    node.put("passes", tally.passes())
        .put("refuses", tally.refuses())
        .put("undecided", tally.undecided())
        .put("missing", tally.missing())
        .put("blind", tally.blind());
    node.putArray(rate).add(interval.low()).add(interval.high());
  }

  private static void effort(ObjectNode node, Effort effort) {
    node.put("answers", effort.answers())
        .put("trials", effort.trials())
        .put("millis", effort.millis());
  }

  private static void ofCase(ObjectNode node, CaseTruth one) {
    node.put("case", one.caseName()).put("trials", one.trials()).put("millis", one.millis());
    one.kernels().forEach(node.putArray("kernels")::add);
    ArrayNode patches = node.putArray("patches");
    one.patches().forEach(patch -> patch(patches.addObject(), patch));
  }

  private static void patch(ObjectNode node, PatchTruth patch) {
    Worth worth = patch.worth();
    node.put("kernel", patch.kernel()).put("patch", patch.patch());
    if (worth != null) {
      node.put("worth", Label.of(worth.kind())).put("why", worth.why());
    }
    node.put("disputed", patch.disputed());
    answers(node.putObject("answers"), patch.answers());
    ArrayNode programs = node.putArray("programs");
    for (CellTruth cell : patch.cells()) {
      ObjectNode program = programs.addObject();
      program
          .put("program", cell.program())
          .put("guard", cell.guard())
          .put("verdict", cell.verdict().name());
      answers(program.putObject("answers"), cell.answers());
    }
  }

  private static void answers(ObjectNode node, Map<Rule, Answer> answers) {
    answers.forEach(
        (rule, answer) ->
            node.putObject(Label.of(rule))
                .put("answer", Label.of(answer.kind()))
                .put("reason", answer.reason())
                .put("trials", answer.trials())
                .put("millis", answer.millis()));
  }
}
