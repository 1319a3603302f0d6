package dev.kverdict.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kverdict.UserError;
import dev.kverdict.record.Outcome;
import dev.kverdict.record.RunFacts;
import dev.kverdict.record.RunResult;
import dev.kverdict.record.Scope;
import dev.kverdict.record.TrialId;
import dev.kverdict.record.TrialLine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The facts about a run, in every report. */
class RunFactsTest {

  static RunFacts facts(Map<String, String> accelerators) {
    return new RunFacts(
        "2026-01-01T00:00:00Z", 1500, "runs/x", null, 0.95, 7, 3, "QEMU 7", "none", accelerators);
  }

  static RunResult ran(RunFacts facts) {
    TrialLine trial =
        new TrialLine(
            new TrialId("k", null, "r", TrialId.PLAIN, 1),
            Outcome.Kind.CLEAN,
            "fine",
            7,
            false,
            "trials/k/r/1");
    return new RunResult(
        "a-case",
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        Scope.UNKNOWN,
        facts,
        List.of(),
        List.of(trial));
  }

  /** Returns accelerators in the order of the run, which is not that of the names. */
  private static RunResult mixed() {
    Map<String, String> each = new LinkedHashMap<>();
    each.put("stock", "kvm");
    each.put("debug", "tcg");
    return ran(facts(each));
  }

  private static JsonNode run(RunResult result) throws IOException {
    return new ObjectMapper().readTree(VerdictJson.of(result)).path("run");
  }

  @Test
  void eachKernelsAcceleratorIsReportedWhereTheyDiffer() throws IOException {
    JsonNode run = run(mixed());
    assertThat(run.path("accelerators").path("stock").asText()).isEqualTo("kvm");
    assertThat(run.path("accelerators").path("debug").asText()).isEqualTo("tcg");
    assertThat(run.has("accelerator")).isFalse();
    assertThat(VerdictTable.of(mixed()))
        .contains(
            "7 trials run, 3 judged again from the store; as many as it takes,"
                + " kvm (stock), tcg (debug), 1.5 s");
  }

  @Test
  void oneAcceleratorOfAllKernelsIsReportedOnceMore() throws IOException {
    RunResult alike = ran(facts(Map.of("a", "tcg", "b", "tcg")));
    JsonNode run = run(alike);
    assertThat(run.path("accelerator").asText()).isEqualTo("tcg");
    assertThat(run.path("accelerators")).hasSize(2);
    assertThat(VerdictTable.of(alike)).contains("; as many as it takes, tcg, 1.5 s");
  }

  @Test
  void aRunThatBootedNothingHasNoAccelerator() throws IOException {
    RunResult none = ran(facts(Map.of()));
    assertThat(none.facts().acceleratorWords()).isEqualTo("?");
    assertThat(run(none).has("accelerator")).isFalse();
  }

  @Test
  void aFixedNumberOfTrialsIsANumber() {
    RunFacts fixed = new RunFacts("", 0, "", 5, 0.95, 0, 0, "", "", Map.of());
    assertThat(fixed.trials()).isEqualTo("5 a side");
  }

  @Test
  void aResultIsReadAsItWasWritten(@TempDir Path folder) {
    Reports.writeAll(mixed(), folder);
    assertThat(folder).isDirectoryContaining("glob:**/verdict.json");
    assertThat(folder).isDirectoryContaining("glob:**/junit.xml");
    assertThat(folder.resolve("result.json"))
        .content()
        .satisfies(text -> assertThat(ResultJson.read(text, "f")).isEqualTo(mixed()));
  }

  @Test
  void aResultOfAnOlderVersionIsRefused() {
    String former = ResultJson.of(mixed()).replace("\"facts\":", "\"run\":");
    assertThatThrownBy(() -> ResultJson.read(former, "f"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("run the matrix again");
  }
}
