package dev.kverdict.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kverdict.record.RunResult;
import dev.kverdict.record.Scope;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What each kernel ran on, in every report. */
class AcceleratorsTest {

  private static RunResult ran(Map<String, String> run, Map<String, String> accelerators) {
    return new RunResult(
        "a-case",
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        Scope.UNKNOWN,
        run,
        accelerators,
        List.of());
  }

  /** In the order of the run, which is not that of the names. */
  private static RunResult mixed() {
    Map<String, String> each = new LinkedHashMap<>();
    each.put("stock", "kvm");
    each.put("debug", "tcg");
    return ran(Map.of(), each);
  }

  private static JsonNode facts(RunResult result) throws IOException {
    return new ObjectMapper().readTree(VerdictJson.of(result)).path("run");
  }

  @Test
  void ofKernelsThatDifferEachIsTold() throws IOException {
    JsonNode run = facts(mixed());
    assertThat(run.path("accelerators").path("stock").asText()).isEqualTo("kvm");
    assertThat(run.path("accelerators").path("debug").asText()).isEqualTo("tcg");
    assertThat(run.has("accelerator")).isFalse();
    assertThat(VerdictTable.of(mixed()).text()).contains("; ?, kvm (stock), tcg (debug), ? s");
  }

  @Test
  void whatAllKernelsHaveIsToldOnceMoreUnderTheOldName() throws IOException {
    RunResult alike = ran(Map.of(), Map.of("a", "tcg", "b", "tcg"));
    JsonNode run = facts(alike);
    assertThat(run.path("accelerator").asText()).isEqualTo("tcg");
    assertThat(run.path("accelerators")).hasSize(2);
    assertThat(VerdictTable.of(alike).text()).contains("; ?, tcg, ? s");
  }

  @Test
  void aResultIsReadAsItWasWritten() {
    RunResult read = ResultJson.read(ResultJson.of(mixed()), "f");
    assertThat(read).isEqualTo(mixed());
    assertThat(read.acceleratorWords()).isEqualTo("kvm (stock), tcg (debug)");
  }

  @Test
  void aResultOfAFormerVersionHasItsOne() throws IOException {
    String written = ResultJson.of(ran(Map.of("accelerator", "kvm"), Map.of()));
    String former = written.replace(",\"accelerators\":{}", "");
    assertThat(former).isNotEqualTo(written);
    RunResult read = ResultJson.read(former, "f");
    assertThat(read.accelerators()).isEmpty();
    assertThat(read.acceleratorWords()).isEqualTo("kvm");
    assertThat(facts(read).path("accelerator").asText()).isEqualTo("kvm");
  }

  @Test
  void ofARunThatBootedNothingNoneIsKnown() throws IOException {
    RunResult none = ran(Map.of(), Map.of());
    assertThat(none.acceleratorWords()).isEqualTo("?");
    assertThat(facts(none).has("accelerator")).isFalse();
  }
}
