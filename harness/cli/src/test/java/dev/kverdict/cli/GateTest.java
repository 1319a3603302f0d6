package dev.kverdict.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.host.CommandResult;
import dev.kverdict.record.RunFacts;
import dev.kverdict.record.RunResult;
import dev.kverdict.record.Scope;
import dev.kverdict.report.Reports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The gate for CI jobs, with a script in place of the launcher. */
class GateTest {

  @TempDir private Path folder;
  private Path clone;
  private Path job;
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void begin() throws IOException {
    clone = ClonedGate.in(folder);
    job = Files.createDirectories(folder.resolve("job"));
    Files.writeString(job.resolve("p.mbox"), "diff 1\ndiff 2\n");
  }

  private CommandResult gate(String arguments) {
    return ClonedGate.run(job, environment, "'" + clone + "/ci/gate' " + arguments);
  }

  private String report(String name) throws IOException {
    return Files.readString(job.resolve("kverdict-reports").resolve(name)).strip();
  }

  @ParameterizedTest
  @CsvSource({
    "0, passes",
    "1, fails",
    "3, is undecided",
    "4, the host or the case is broken",
    "143, interrupted"
  })
  void theExitCodeIsThatOfTheVerdict(int code, String words) throws IOException {
    environment.put("CODE", Integer.toString(code));
    CommandResult result = gate("case.yaml p.mbox --trials 3");
    assertThat(result.exitCode()).isEqualTo(code);
    assertThat(result.output().get(0))
        .startsWith(
            "verify case.yaml --patch p.mbox --no-expect --stepwise --out kverdict-reports/run.")
        .endsWith(" --trials 3");
    assertThat(result.output()).last().asString().contains(words, "exit code " + code);
    assertThat(report("junit.xml")).isEqualTo("junit.xml of 2 patches");
  }

  @Test
  void aSeriesComesOnStandardInput() throws IOException {
    assertThat(gate("case.yaml <p.mbox").ok()).isTrue();
    assertThat(report("summary.md")).isEqualTo("summary.md of 2 patches");
    assertThat(gate("case.yaml - --jobs 1 <p.mbox").output().get(0)).contains("--patch - ");
    assertThat(gate("case.yaml --jobs 1 <p.mbox").output().get(0)).endsWith("--jobs 1");
  }

  @Test
  void everyReportOfARunIsThere() throws IOException {
    assertThat(gate("case.yaml p.mbox").ok()).isTrue();
    Path run = Files.createDirectories(folder.resolve("run"));
    Reports.writeAll(
        new RunResult(
            "c",
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            Scope.UNKNOWN,
            new RunFacts("2026-01-01T00:00:00Z", 1, "r", 5, 0.95, 0, 0, "", "", Map.of()),
            List.of(),
            List.of()),
        run);
    try (Stream<Path> files = Files.list(run)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .filteredOn(name -> !name.equals("result.json"))
          .allSatisfy(name -> assertThat(report(name)).isEqualTo(name + " of 2 patches"));
    }
  }

  @Test
  void whatAnEarlierJobLeftIsNoReportOfThisOne() throws IOException {
    assertThat(gate("case.yaml p.mbox").ok()).isTrue();
    environment.put("CODE", "2");
    assertThat(gate("case.yaml p.mbox").exitCode()).isEqualTo(2);
    assertThat(job.resolve("kverdict-reports/junit.xml")).doesNotExist();
    assertThat(report("summary.md")).contains("No verdict: exit code 2");
  }

  @Test
  void successWithoutAVerdictIsNone() throws IOException {
    ClonedGate.program(clone.resolve("kverdict"), "#!/bin/sh\nexit 0\n");
    assertThat(gate("case.yaml p.mbox").exitCode()).isEqualTo(4);
  }

  @Test
  void aRunnerOfGitHubShowsSummaryAndAnnotations() throws IOException {
    environment.put("GITHUB_ACTIONS", "true");
    environment.put("GITHUB_STEP_SUMMARY", job.resolve("step").toString());
    assertThat(gate("case.yaml p.mbox").output()).contains("annotations.txt of 2 patches");
    assertThat(job.resolve("step")).hasContent("summary.md of 2 patches");
  }

  @Test
  void withoutACaseThereIsAHint() {
    for (String none : List.of("", "--trials 3")) {
      CommandResult result = gate(none);
      assertThat(result.exitCode()).isEqualTo(2);
      assertThat(result.output()).singleElement().asString().startsWith("usage: ci/gate CASE");
    }
  }
}
