package dev.kverdict.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.campaign.KernelChoice;
import dev.kverdict.model.Matrix;
import dev.kverdict.run.Environment;
import dev.kverdict.trial.TrialStep;
import dev.kverdict.yaml.MatrixReader;
import java.nio.file.Path;
import java.util.EnumSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs one round of what needs machines; checks that it is measured, not how long it takes. */
@Tag("vm")
class BenchmarkVmTest {

  private static final Matrix MATRIX =
      MatrixReader.read(Path.of("../../ci/ocfs2-extent-cache.yaml"));

  @TempDir private Path runs;

  @Test
  void trialsAndTheirScriptsAreMeasuredAndReported() {
    BenchResult result =
        Benchmark.run(
            MATRIX,
            new BenchOptions(
                EnumSet.of(BenchSection.COLD, BenchSection.SIZES),
                1,
                true,
                KernelChoice.BUILT,
                null,
                Path.of("unused"),
                Path.of("unused"),
                null,
                runs),
            Environment.ofSystem(),
            event -> {});
    assertThat(result.notes()).isEmpty();
    assertThat(result.measurements()).allSatisfy(each -> assertThat(each.min()).isPositive());
    assertThat(result.measurements())
        .extracting(Measurement::name)
        .contains(
            "cow-bug-on, trial : bare", "move-keeps-data, trial : bare", "vmlinux", "initramfs");
    assertThat(result.traces())
        .extracting(TrialTrace::title)
        .containsExactly(
            "cow-bug-on, booted",
            "cow-bug-on, restored",
            "move-keeps-data, booted",
            "move-keeps-data, restored");
    assertThat(result.traces().get(2).moments())
        .extracting(TrialTrace.Moment::what)
        .containsSubsequence(
            "image copied",
            "QEMU is started",
            "channels connected",
            "agent: hello",
            "agent: mounted",
            "program: ok 1 - open",
            "program exited",
            "agent: settled",
            "QEMU ended",
            "checker done",
            "evidence read and judged");
    // A restored guest has sent its hello before.
    assertThat(result.traces().get(3).moments())
        .extracting(TrialTrace.Moment::step)
        .doesNotContain(TrialStep.HELLO)
        .contains(TrialStep.EXITED);
    Path directory = Path.of(result.run().get("folder"));
    assertThat(directory.resolve("store")).doesNotExist();
    assertThat(directory.resolve("events.jsonl")).isNotEmptyFile();
  }
}
