package dev.kverdict.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Resource limits of a program in a real cage. */
class CageLimitsTest extends CagedTree {

  @Test
  void limitsAreSet() {
    CommandResult result = run("ulimit -c; ulimit -f");
    assertThat(result.output()).containsExactly("0", Long.toString((16L << 30) / 512));
  }

  @Test
  void aLineWithoutEndIsCutOff() {
    String endless = "head -c 20M /dev/zero | tr '\\0' x; echo; echo last";
    for (CommandResult result :
        List.of(run(endless), lane.build(shell(endless), folder.resolve("lock"), line -> {}))) {
      assertThat(result.ok()).isTrue();
      assertThat(result.output()).hasSize(2).endsWith("last");
      assertThat(result.output().get(0)).hasSize(OutputLines.MOST);
    }
  }

  @Test
  void manyLongLinesAreNotAllKept() {
    CommandResult result =
        run("for i in $(seq 40); do head -c 500000 /dev/zero | tr '\\0' x; echo; done; echo last");
    assertThat(result.output()).endsWith("last");
    assertThat(result.output().stream().mapToLong(String::length).sum())
        .isLessThanOrEqualTo(OutputTail.MOST);
  }

  @Test
  void filesWithHolesCountAsWhatTheyWouldTakeWithoutThem() {
    Lane small = new HostLane(Map.of(CageLimits.DISK, "32"));
    CommandResult result =
        small.build(shell("truncate -s 20M build/a build/b"), folder.resolve("lock"), line -> {});
    assertThat(result.ok()).isFalse();
    assertThat(result.ended()).contains("more than 32 MiB");
  }

  @Test
  void aBuildThatForksWithoutEndIsEnded() {
    String mark = "1000." + ProcessHandle.current().pid();
    CommandResult result =
        lane.build(
            // One that dies out at the kernel's limit by itself may be gone before anybody looks.
            shell("(while :; do sleep " + mark + " & done); exec sleep " + mark)
                .within(Duration.ofMinutes(10)),
            folder.resolve("lock"),
            line -> {});
    assertThat(result.ok()).isFalse();
    assertThat(result.ended()).contains("processes at a time");
    assertThat(result.output()).last().isEqualTo(result.ended());
    assertThat(running(mark)).isEmpty();
  }

  @Test
  void aBuildThatFillsTheDiskIsEnded() {
    Lane small = new HostLane(Map.of(CageLimits.DISK, "32"));
    // Others give space back meanwhile, so that it may take a while until all files are counted.
    String fill = "for i in $(seq 64); do head -c 8M /dev/zero >build/$i; done; exec sleep 1000";
    CommandResult result =
        small.build(shell(fill).within(Duration.ofMinutes(10)), folder.resolve("lock"), line -> {});
    assertThat(result.ended()).contains("more than 32 MiB").contains(CageLimits.DISK);
    assertThat(result.output()).last().isEqualTo(result.ended());
  }

  @Test
  void aBuildThatEatsMemoryIsEnded() {
    Lane small = new HostLane(Map.of(CageLimits.MEMORY, "64"));
    // tail keeps what it has read until its input ends, which it does not.
    String eat = "(head -c 128M /dev/zero; exec sleep 1000) | tail -c 128M";
    CommandResult result = small.build(shell(eat), folder.resolve("lock"), line -> {});
    assertThat(result.ended()).contains("more than 64 MiB of memory").contains(CageLimits.MEMORY);
    assertThat(result.output()).last().isEqualTo(result.ended());
  }

  @Test
  void whenMemoryRunsOutACageIsTheFirstToEnd() {
    assertThat(run("cat /proc/self/oom_score_adj").output())
        .containsExactly(Integer.toString(CageLimits.OOM_SCORE));
  }

  @Test
  void oneFileThatGrowsWithoutEndIsCutOff() throws IOException {
    Lane small = new HostLane(Map.of(CageLimits.DISK, "8"));
    CommandResult result =
        small.build(shell("cat /dev/zero >build/f"), folder.resolve("lock"), line -> {});
    assertThat(result.ok()).isFalse();
    assertThat(Files.size(build.resolve("f"))).isEqualTo(8 << 20);
  }

  @Test
  void aProgramThatFillsItsTemporaryDirectoryIsStopped() {
    CommandResult result =
        run("head -c 1G /dev/zero >/tmp/f; head -c 1G /dev/zero >/dev/shm/f; wc -c </tmp/f");
    assertThat(String.join("\n", result.output())).contains("No space left").contains("268435456");
  }
}
