package dev.kverdict.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * One run of many trials: {@code -Dendurance=N} is how many of the control and as many of the
 * patch. What a run holds does not grow with the number of trials that are over, and nothing of
 * them is lost.
 */
@Tag("vm")
@Tag("long")
class EnduranceVmTest {

  private static final int TRIALS = Integer.getInteger("endurance", 60);
  private static final int SAMPLES = 20;
  private static final Path TABLE = Path.of("target/endurance.md");
  private static final Duration LIMIT = Duration.ofHours(2);

  /** What a run may know of each trial that is over: facts of a verdict, of the report. */
  private static final long KIB_A_TRIAL = 16;

  /** Noise of a heap after its collection: classes loaded since, and buffers. */
  private static final long NOISE_KIB = 8 << 10;

  @Test
  void whatARunHoldsDoesNotGrow() throws IOException, InterruptedException {
    try (Drill drill = Drill.open(System.getProperty("drill.launcher"))) {
      drill.stage().stock(Stock.ALL);
      List<Usage> usages = new ArrayList<>();
      try (DrillRun run =
          drill.start(
              "drill.yaml",
              "--kernel",
              "stock/right",
              "--fresh",
              "--trials",
              Integer.toString(TRIALS))) {
        for (int at = TRIALS / 10; at < 2 * TRIALS - 1; at += Math.max(1, 2 * TRIALS / SAMPLES)) {
          int trials = at;
          await()
              .atMost(LIMIT)
              .pollInterval(Duration.ofSeconds(1))
              .until(() -> !run.handle().isAlive() || run.events("trial-ended") >= trials);
          assertThat(run.handle().isAlive()).as(run.printed()).isTrue();
          usages.add(Usage.of(run, drill.stage(), at));
        }
        assertThat(run.exitCode(LIMIT)).as(run.printed()).isZero();
        writeTable(usages);
        JsonNode verdict = run.result().orElseThrow().path("verdicts").path(0);
        assertThat(verdict.path("verdict").asText()).isEqualTo("FIXED");
        assertThat(verdict.path("control").path("trials").asInt()).isEqualTo(TRIALS);
        assertThat(verdict.path("patched").path("trials").asInt()).isEqualTo(TRIALS);
      }
      Remains remains = new Remains(drill.stage());
      assertThat(remains.programs()).isEmpty();
      assertThat(remains.mounts()).isEmpty();
      assertThat(remains.directories()).isEmpty();
      Usage first = usages.get(0);
      Usage last = usages.get(usages.size() - 1);
      assertThat(last.descriptors()).isLessThan(first.descriptors() + 20);
      assertThat(last.programs()).isLessThan(first.programs() + 10);
      assertThat(last.temporary()).isLessThan(first.temporary() + 10);
      assertThat(last.heapKib())
          .isLessThan(first.heapKib() + NOISE_KIB + KIB_A_TRIAL * (last.trials() - first.trials()));
    }
  }

  private static void writeTable(List<Usage> usages) throws IOException {
    StringBuilder table = new StringBuilder(Usage.HEAD);
    usages.forEach(usage -> table.append(usage.markdown()));
    Files.writeString(TABLE, table);
    System.out.print(table);
  }
}
