package dev.kverdict.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.InfraError;
import dev.kverdict.host.HostLane;
import dev.kverdict.record.Event;
import dev.kverdict.run.EventLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records runs of a launcher that only pretends to verify. */
class WholeRunTest {

  @TempDir private Path directory;

  private Path out;

  @BeforeEach
  void prepare() throws IOException {
    out = Files.createDirectory(directory.resolve("out"));
    try (EventLog log = EventLog.open(directory.resolve("events.jsonl"))) {
      log.append(new Event.RunStarted("case", "folder", 1), false);
      log.append(new Event.RunEnded(0, 5), true);
    }
  }

  @Test
  void timesAndEventsAreRecorded() throws IOException {
    WholeRun run = run("echo reading; echo 'verdict k/p r: FIXED (clean)'; echo done; exit 1");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.firstVerdict()).isBetween(run.started(), run.ended());
    assertThat(run.seconds()).isPositive();
    assertThat(run.events())
        .extracting(EventLog.Logged::event)
        .containsExactly(new Event.RunStarted("case", "folder", 1), new Event.RunEnded(0, 5));
  }

  @Test
  void aRunGetsItsArgumentsAndItsStore() throws IOException {
    var unused = run("echo \"$XDG_CACHE_HOME: $*\" > said");
    assertThat(out.resolve("said"))
        .content()
        .isEqualTo(directory.resolve("cache") + ": verify matrix.yaml --out " + out + "\n");
  }

  @Test
  void withoutAVerdictThereIsNoFirstVerdict() throws IOException {
    assertThat(run("echo no verdict here").firstVerdict()).isNull();
  }

  @Test
  void aBrokenRunIsNoMeasurement() {
    assertThatThrownBy(() -> run("echo the host is broken; exit 4"))
        .isInstanceOf(InfraError.class)
        .hasMessageContaining("the host is broken");
    assertThatThrownBy(() -> run("exit 2")).isInstanceOf(InfraError.class);
  }

  @Test
  void aRunWithoutEventsIsNoMeasurement() throws IOException {
    Files.delete(directory.resolve("events.jsonl"));
    assertThatThrownBy(() -> run("true")).isInstanceOf(InfraError.class);
  }

  private WholeRun run(String does) throws IOException {
    Path launcher = directory.resolve("launcher");
    String text =
        """
        #!/bin/sh
        for out; do :; done
        mkdir "$out/run"
        [ ! -e '%s' ] || cp '%s' "$out/run/events.jsonl"
        %s
        """
            .formatted(directory.resolve("events.jsonl"), directory.resolve("events.jsonl"), does);
    Files.writeString(launcher, text);
    assertThat(launcher.toFile().setExecutable(true)).isTrue();
    return WholeRun.of(
        new HostLane(), launcher, out, directory.resolve("cache"), List.of("matrix.yaml"));
  }
}
