package dev.kverdict.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The mistakes that a benchmark reports before it measures anything. */
class BenchCommandTest {

  @TempDir private Path runs;

  private final StringWriter output = new StringWriter();

  @Test
  void anUnknownSectionIsReportedWithTheKnownOnes() {
    assertThat(bench("some.yaml", "--only", "cold,tpyo")).isEqualTo(2);
    assertThat(output.toString())
        .contains("--only tpyo", "no such section", "cold, snapshot, overhead", "trace");
  }

  @Test
  void roundsAreAtLeastOne() {
    assertThat(bench("some.yaml", "--rounds", "0")).isEqualTo(2);
    assertThat(output.toString()).contains("--rounds 0");
  }

  @Test
  void anUnknownAcceleratorIsAnError() {
    assertThat(bench("some.yaml", "--accel", "xen")).isEqualTo(2);
    assertThat(output.toString()).contains("use auto, kvm or tcg");
  }

  @Test
  void anUnknownRouteIsAnError() {
    assertThat(bench("some.yaml", "--route", "tpyo")).isEqualTo(2);
    assertThat(output.toString()).contains("--route tpyo", "no such route", "auto, stock, built");
  }

  @Test
  void aBatchNeedsItsCandidates() {
    assertThat(bench("some.yaml", "--only", "batch")).isEqualTo(2);
    assertThat(output.toString()).contains("--only batch: needs candidates; add --patches DIR");
    assertThat(bench("some.yaml", "--only", "batch", "--patches", ".", "--one-by-one", "-1"))
        .isEqualTo(2);
    assertThat(output.toString()).contains("--one-by-one -1");
  }

  @Test
  void twoResultsAreComparedWithoutMeasuring() throws IOException {
    Path before = result("before.json", "[4.0, 5.0]");
    Path now = result("now.json", "[2.0, 1.0]");
    assertThat(bench("--compare", before + "," + now)).isZero();
    assertThat(output.toString()).containsPattern("boot +q35 +ms +4.50 +1.50 +0.33 +yes");
    assertThat(Files.list(runs)).containsExactlyInAnyOrder(before, now);
  }

  @Test
  void whatCannotBeComparedIsReportedBeforeAnythingIsMeasured() throws IOException {
    Path one = result("one.json", "[1]");
    assertThat(bench("--compare", one + "," + one + "," + one)).isEqualTo(2);
    assertThat(output.toString()).contains("--compare: takes one file, or two");
    assertThat(bench("some.yaml", "--compare", runs.resolve("none.json").toString())).isEqualTo(2);
    assertThat(output.toString()).contains("none.json: cannot be read: it does not exist");
  }

  private Path result(String name, String samples) throws IOException {
    String measurement = "{\"section\":\"boot\",\"name\":\"q35\",\"unit\":\"ms\",\"samples\":%s}";
    return Files.writeString(
        runs.resolve(name),
        "{\"schema\":1,\"measurements\":[%s]}".formatted(measurement.formatted(samples)));
  }

  @Test
  void nothingIsMeasuredWithoutAMatrix() {
    assertThat(bench()).isEqualTo(2);
    assertThat(bench(runs.resolve("none.yaml").toString())).isEqualTo(2);
    assertThat(runs).isEmptyDirectory();
  }

  private int bench(String... more) {
    String[] args = new String[more.length + 3];
    args[0] = "bench";
    args[1] = "--out";
    args[2] = runs.toString();
    System.arraycopy(more, 0, args, 3, more.length);
    PrintWriter writer = new PrintWriter(output, true);
    return Kverdict.commandLine().setOut(writer).setErr(writer).execute(args);
  }
}
