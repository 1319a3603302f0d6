package dev.kverdict.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kverdict.trial.TrialStep;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BenchReportsTest {

  private static final BenchResult RESULT =
      new BenchResult(
          List.of(
              new Measurement("cold", "trial", "ms", List.of(1700.4, 1650.0, 1803.0)),
              new Measurement("cold", "trial : bare", "x", List.of(1.041, 1.062, 1.05)),
              new Measurement("boot", "q35", "ms", List.of(990.0))),
          List.of(
              new TrialTrace(
                  "restored",
                  List.of(
                      new TrialTrace.Moment(10, TrialStep.STARTING, ""),
                      new TrialTrace.Moment(
                          62.5, TrialStep.OUTPUT, "said \u001b[2Jby the guest")))),
          List.of("boot: microvm did not boot in 1 of 1 attempts"),
          Map.of("rounds", "3", "accelerator", "tcg"));

  @Test
  void theTableHasMedianMinimumAndMaximumOfEachLine() {
    assertThat(BenchTable.of(RESULT).lines().toList())
        .startsWith(
            "section  what          unit  median   min   max  n",
            "cold     trial         ms      1700  1650  1803  3",
            "         trial : bare  x       1.05  1.04  1.06  3",
            "boot     q35           ms       990   990   990  1");
  }

  @Test
  void aTraceHasTimesAndStepsAndNoEscapesForTheTerminal() {
    assertThat(BenchTable.of(RESULT))
        .contains("\nrestored, ms since it began and since the line before\n")
        .contains("\n     10.0     10.0  QEMU is started\n")
        .contains("\n     62.5     52.5  program: said ?[2Jby the guest\n");
  }

  @Test
  void whatWasNotMeasuredIsReported() {
    assertThat(BenchTable.of(RESULT))
        .contains("\nnote: boot: microvm did not boot in 1 of 1 attempts\n")
        .endsWith("\naccelerator: tcg\nrounds: 3\n");
  }

  @Test
  void withoutMeasurementsThereIsNoTable() {
    assertThat(BenchTable.of(new BenchResult(List.of(), List.of(), List.of(), Map.of())))
        .doesNotContain("median");
  }

  @Test
  void theJsonHasEachValue() throws Exception {
    JsonNode document = new ObjectMapper().readTree(BenchJson.of(RESULT));
    assertThat(document.path("schema").asInt()).isEqualTo(1);
    JsonNode first = document.path("measurements").path(0);
    assertThat(first.path("section").asText()).isEqualTo("cold");
    assertThat(first.path("unit").asText()).isEqualTo("ms");
    assertThat(first.path("median").asDouble()).isEqualTo(1700.4);
    assertThat(first.path("min").asDouble()).isEqualTo(1650);
    assertThat(first.path("max").asDouble()).isEqualTo(1803);
    assertThat(first.path("samples").toString()).isEqualTo("[1700.4,1650.0,1803.0]");
    assertThat(document.path("traces").path(0).path("moments").path(1).path("millis").asDouble())
        .isEqualTo(62.5);
    assertThat(document.path("notes").size()).isEqualTo(1);
    assertThat(document.path("run").path("accelerator").asText()).isEqualTo("tcg");
  }
}
