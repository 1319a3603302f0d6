package dev.kverdict.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kverdict.record.ClaimResult;
import dev.kverdict.record.DiscardedMachine;
import dev.kverdict.record.Finding;
import dev.kverdict.record.JudgedFinding;
import dev.kverdict.record.JudgedVerdict;
import dev.kverdict.record.Necessity;
import dev.kverdict.record.PatchResult;
import dev.kverdict.record.Reached;
import dev.kverdict.record.RunResult;
import dev.kverdict.record.Scope;
import dev.kverdict.record.SeriesStep;
import dev.kverdict.record.Verdict;
import dev.kverdict.record.VerdictClass;
import dev.kverdict.record.VerdictKind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class ReportsTest {

  private static final String HOSTILE = "bug <b>&\u001b[31m\u0000]]> \ud800 in f";

  static final RunResult RUN =
      new RunResult(
          "a-case",
          List.of(
              judged("one", VerdictKind.FIXED, "all clean", null),
              judged("two", VerdictKind.NOT_FIXED, HOSTILE, VerdictKind.NOT_FIXED),
              judged("three", VerdictKind.DIFFERENT_CRASH, HOSTILE, VerdictKind.FIXED),
              judged("four", VerdictKind.CASE_ERROR, "no mount", null),
              judged("five", VerdictKind.INCONCLUSIVE, "x".repeat(1_000_000), null)),
          List.of(new PatchResult("k", "p", VerdictClass.FAIL, false)),
          List.of(
              new ClaimResult(
                  "C1", HOSTILE, ClaimResult.Outcome.REFUTED, List.of(HOSTILE + " 6 of 6"))),
          List.of(new Necessity("k", "p", 2, HOSTILE, Necessity.Answer.NEEDED, HOSTILE)),
          List.of(new SeriesStep("k", "p", 2, 3, HOSTILE, SeriesStep.Effect.BREAKS, "worse")),
          Scope.UNKNOWN,
          RunFactsTest.facts(Map.of("k", "tcg")),
          List.of(new DiscardedMachine("k/p", "m1", HOSTILE)),
          List.of());

  @Test
  void tableHasALinePerCellAndNoControlCharacters() {
    String text = VerdictTable.of(RUN);
    assertThat(text.replace("\n", "")).matches("[\\x20-\\x7e]*");
    assertThat(text.lines()).allSatisfy(line -> assertThat(line.length()).isLessThan(140));
    assertThat(text.lines().filter(line -> line.startsWith("p "))).hasSize(5);
    assertThat(text)
        .contains("expected FIXED; bug <b>&?[31m")
        .contains("patch p: FAIL, NOT as the case expects")
        .contains("executions in one trial", "3 -> ?")
        .contains("pre-existing: fsck: bug <b>&?[31m", "(control 2 of 5, patched 3 of 5)")
        .contains("snapshot m1 of k/p was discarded: bug <b>&?[31m")
        .contains("series p, 2 (bug <b>&?[31m")
        .contains("series p, patch 2 of 3 (bug <b>&?[31m", "BREAKS: worse");
  }

  @Test
  void theTableFitsItsTerminal() {
    for (int columns : new int[] {60, 80, VerdictTable.WIDTH, 200}) {
      String text = VerdictTable.of(RUN, columns);
      int most = Math.min(columns, VerdictTable.WIDTH);
      assertThat(text.lines().filter(line -> !line.startsWith("evidence: ")))
          .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(most));
      assertThat(text).contains("expected FIXED;", "no mount", "x".repeat(20));
    }
  }

  @Test
  void aRunThatWasInterruptedSaysSo() throws IOException {
    RunResult partial =
        new RunResult(
            RUN.caseName(),
            RUN.verdicts(),
            RUN.patches(),
            RUN.claims(),
            RUN.necessities(),
            RUN.steps(),
            RUN.scope(),
            RUN.facts(),
            RUN.discarded(),
            RUN.trials(),
            true);
    assertThat(ResultJson.read(ResultJson.of(partial), "x").partial()).isTrue();
    assertThat(VerdictTable.of(partial)).contains("partial: the run was interrupted\n");
    assertThat(VerdictTable.of(RUN)).doesNotContain("partial");
    assertThat(StepSummary.of(partial)).contains("**partial**");
    for (RunResult run : List.of(partial, RUN)) {
      String document = VerdictJson.of(run);
      assertThat(new ObjectMapper().readTree(document).path("partial").asBoolean())
          .isEqualTo(run.partial());
      assertThat(Formats.complaintsBy(VerdictSchema.json(), document)).isEmpty();
    }
  }

  private static Verdict with(Verdict v, Reached reached, List<String> reasons) {
    return new Verdict(
        v.kernel(),
        v.patch(),
        v.repro(),
        v.guard(),
        v.kind(),
        v.title(),
        v.control(),
        v.patched(),
        v.pValue(),
        reached,
        v.findings(),
        reasons);
  }

  private static RunResult run(JudgedVerdict... verdicts) {
    return new RunResult(
        "c",
        List.of(verdicts),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        Scope.UNKNOWN,
        RunFactsTest.facts(Map.of()),
        List.of(),
        List.of());
  }

  @Test
  void tableSaysWhatToTryWhenTheControlDidNotFail() {
    JudgedVerdict judged = judged("six", VerdictKind.NOT_REPRODUCED, "never", null);
    Verdict v = judged.verdict();
    Verdict unreproduced = with(v, v.reached(), List.of("never", "try this"));
    RunResult run =
        run(new JudgedVerdict(unreproduced, null), new JudgedVerdict(unreproduced, null));
    assertThat(VerdictTable.of(run)).containsOnlyOnce("six: try this");
  }

  @Test
  void tableSaysWhyNoLineOfAPatchIsKnown() {
    Verdict v = judged("six", VerdictKind.FIXED, "clean", null).verdict();
    Verdict unknown =
        with(v, new Reached(Reached.Answer.NOT_MEASURED, "not built here", List.of()), v.reasons());
    RunResult run = run(new JudgedVerdict(unknown, null));
    assertThat(VerdictTable.of(run)).contains("p six: not measured (not built here)");
  }

  private static String fitting(String words) {
    Scope.Patch patch = new Scope.Patch("p", "", "", List.of(), Map.of("k", words));
    return VerdictTable.of(
        new RunResult(
            "c",
            List.of(judged("one", VerdictKind.FIXED, "all clean", null)),
            List.of(new PatchResult("k", "p", VerdictClass.PASS, true)),
            List.of(),
            List.of(),
            List.of(),
            new Scope("c.yaml", List.of(), List.of(), List.of(patch), null, null),
            RunFactsTest.facts(Map.of()),
            List.of(),
            List.of()));
  }

  @Test
  void howAPatchFitsIsSaidIfThatIsNotAMatterOfCourse() {
    assertThat(fitting("applies with an offset"))
        .contains("patch p: PASS; it applies with an offset\n");
    assertThat(fitting("applies cleanly")).contains("patch p: PASS\n");
  }

  @Test
  void wrapsInsteadOfCutting() {
    assertThat(VerdictTable.wrap("one two three", 7)).containsExactly("one two", "three");
    assertThat(VerdictTable.wrap("0123456789", 4)).containsExactly("0123", "4567", "89");
  }

  @Test
  void jsonHasTheAgreedShape() throws Exception {
    JsonNode root = new ObjectMapper().readTree(VerdictJson.of(RUN));
    assertThat(root.path("schema").asInt()).isEqualTo(1);
    assertThat(root.path("case").asText()).isEqualTo("a-case");
    JsonNode third = root.path("verdicts").path(2);
    assertThat(third.fieldNames())
        .toIterable()
        .containsExactly(
            "kernel",
            "patch",
            "repro",
            "verdict",
            "class",
            "title",
            "asExpected",
            "control",
            "patched",
            "pValue",
            "reached",
            "places",
            "reasons");
    assertThat(third.path("class").asText()).isEqualTo("FAIL");
    assertThat(third.path("asExpected").asBoolean()).isFalse();
    assertThat(third.path("control").path("failures").asInt()).isEqualTo(5);
    assertThat(root.path("patches").path(0).path("result").asText()).isEqualTo("FAIL");
    assertThat(root.path("claims").isArray()).isTrue();
    assertThat(root.path("findings").isArray()).isTrue();
  }

  @Test
  void junitXmlIsWellFormedWhateverTheGuestPrinted() throws Exception {
    Document xml =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(JUnitXml.of(RUN).getBytes(StandardCharsets.UTF_8)));
    assertThat(xml.getElementsByTagName("testcase").getLength()).isEqualTo(6);
    assertThat(xml.getElementsByTagName("failure").getLength()).isEqualTo(3);
    assertThat(xml.getElementsByTagName("error").getLength()).isEqualTo(1);
    assertThat(xml.getElementsByTagName("skipped").getLength()).isZero();
    assertThat(xml.getDocumentElement().getAttribute("failures")).isEqualTo("3");
    assertThat(xml.getDocumentElement().getAttribute("errors")).isEqualTo("1");
  }

  private static JudgedVerdict judged(
      String repro, VerdictKind kind, String reason, VerdictKind expected) {
    return new JudgedVerdict(
        new Verdict(
            "k",
            "p",
            repro,
            false,
            kind,
            reason,
            Verdict.Tally.booted(5, 5, 0),
            Verdict.Tally.booted(5, 0, 5),
            null,
            new Reached(
                Reached.Answer.YES,
                HOSTILE,
                List.of(new Reached.Place(HOSTILE, 3L, null, HOSTILE))),
            List.of(
                new JudgedFinding(
                    new Finding(Finding.Kind.FSCK, HOSTILE, HOSTILE, Finding.AT_SETTLE, HOSTILE),
                    JudgedFinding.Status.PRE_EXISTING,
                    2,
                    3)),
            List.of(reason)),
        expected);
  }
}
