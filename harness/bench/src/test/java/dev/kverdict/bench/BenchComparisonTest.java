package dev.kverdict.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchComparisonTest {

  @TempDir private Path folder;

  private static BenchResult result(Map<String, String> run, Measurement... measurements) {
    return new BenchResult(List.of(measurements), List.of(), List.of(), run);
  }

  private static final BenchResult BEFORE =
      result(
          Map.of("processors", "2", "qemu", "7.2.22"),
          new Measurement("snapshot", "booted", "ms", List.of(2000.0, 2200.0, 2100.0)),
          new Measurement("snapshot", "restored", "ms", List.of(300.0, 340.0, 320.0)),
          new Measurement("boot", "q35", "ms", List.of(1000.0)),
          new Measurement("overhead", "nothing", "ms", List.of(0.0)));

  private static final BenchResult NOW =
      result(
          Map.of("processors", "2", "qemu", "9.2.0", "processor", "another"),
          new Measurement("snapshot", "booted", "ms", List.of(2150.0, 2120.0, 1990.0)),
          new Measurement("snapshot", "restored", "ms", List.of(160.0, 150.0, 170.0)),
          new Measurement("boot", "q35", "s", List.of(1.0)),
          new Measurement("overhead", "nothing", "ms", List.of(1.0)));

  @Test
  void theTableHasRatiosAndWhetherValuesAreApart() {
    assertThat(BenchTable.of(BenchComparison.of(BEFORE, NOW)).lines())
        .containsExactly(
            "section   what      unit  before   now  now : before  apart",
            "snapshot  booted    ms      2100  2120          1.01     no",
            "          restored  ms       320   160          0.50    yes",
            "overhead  nothing   ms      0.00  1.00             -    yes",
            "only before: boot: q35 (ms)",
            "only now: boot: q35 (s)",
            "processor: unknown -> another",
            "qemu: 7.2.22 -> 9.2.0");
  }

  @Test
  void whatWasWrittenIsReadAgain() throws IOException {
    Path file = Files.writeString(folder.resolve("bench.json"), BenchJson.of(NOW));
    assertThat(BenchFile.read(file)).isEqualTo(NOW);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nothing | is not JSON",
        "[1] | is no result of a benchmark",
        "{} | is no result of a benchmark",
        "{'schema': 1} | is no result of a benchmark",
        "{'schema': 2, 'measurements': []} | has schema 2, this kverdict knows 1",
        "{'schema': 1, 'measurements': [7]} | measurement 1 has no section",
        "{'schema': 1, 'measurements': [{'section': 'a', 'name': 'b', 'unit': 'c'}]} | has no values",
        "{'schema': 1, 'measurements': [{'samples': [-1]}]} | has a value that is none: -1",
        "{'schema': 1, 'measurements': [{'samples': ['x']}]} | has a value that is none: \"x\"",
      })
  void whatIsNoResultIsNamed(String text, String error) throws IOException {
    Path file = Files.writeString(folder.resolve("other.json"), text.replace('\'', '"'));
    assertThatThrownBy(() -> BenchFile.read(file))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("other.json")
        .hasMessageContaining(error);
  }
}
