package dev.kverdict.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kverdict.InfraError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostLaneTest {

  private final Lane lane = new HostLane();

  @TempDir Path folder;

  @Test
  void argumentsArriveAsTheyAre() {
    CommandResult result =
        lane.run(Command.of(folder, "printf", "%s|", "a b", "'c'", "\"d\"", "$e"));
    assertThat(result.output()).containsExactly("a b|'c'|\"d\"|$e|");
  }

  @Test
  void exitCodeAndOutputAreTheResult() {
    CommandResult result =
        lane.run(Command.of(folder, "sh", "-c", "echo out; echo err >&2; exit 3"));
    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.ok()).isFalse();
    assertThat(result.output()).containsExactlyInAnyOrder("out", "err");
  }

  @Test
  void twoStreamsDoNotMixWithinALine() {
    String loop = "i=0; while [ $i -lt 40 ]; do echo out; echo err >&2; i=$((i+1)); done";
    CommandResult result = lane.run(Command.of(folder, "sh", "-c", loop));
    assertThat(result.output()).hasSize(80).containsOnly("out", "err");
  }

  @Test
  void environmentIsSmallAndFixed() {
    CommandResult result =
        lane.run(Command.of(folder, "env").withEnvironment(Map.of("MINE", "yes")));
    assertThat(result.output()).contains("MINE=yes", "LC_ALL=C");
    assertThat(result.output())
        .noneMatch(line -> line.startsWith("JAVA") || line.startsWith("MAVEN"));
  }

  @Test
  void timeLimitEndsAProgram() {
    CommandResult result =
        lane.run(Command.of(folder, "sleep", "1000").within(Duration.ofMillis(200)));
    assertThat(result.timedOut()).isTrue();
    assertThat(result.ok()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aSignalSentByTheProgramItselfIsReported(boolean caged) {
    Command command = Command.of(folder, "sh", "-c", "sh -c 'kill -TERM $PPID'; sleep 1000");
    Command ended = caged ? command : command.asChore();
    assertThat(lane.run(ended).foreignSignal()).hasValue(15);
    assertThat(lane.build(ended, folder.resolve("lock"), line -> {}).foreignSignal()).hasValue(15);
  }

  @Test
  void aSignalSentByTheLaneIsNotReported() {
    Command command = Command.of(folder, "sleep", "1000").within(Duration.ofMillis(200));
    CommandResult run = lane.run(command);
    CommandResult built = lane.build(command, folder.resolve("lock"), line -> {});
    assertThat(List.of(run, built))
        .allSatisfy(
            result -> {
              assertThat(result.exitCode()).isGreaterThan(128);
              assertThat(result.foreignSignal()).isEmpty();
            });
  }

  @Test
  void missingProgramIsNamed() {
    assertThatThrownBy(() -> lane.run(Command.of(folder, "no-such-program")))
        .isInstanceOf(InfraError.class)
        .hasMessageContaining("no-such-program is not installed")
        .hasMessageContaining("doctor");
  }

  @Test
  void buildTellsItsLinesAndRecordsItsGroup() throws IOException {
    List<String> lines = new ArrayList<>();
    Path lock = folder.resolve("lock");
    CommandResult result =
        lane.build(Command.of(folder, "sh", "-c", "echo one; echo two; exit 2"), lock, lines::add);
    assertThat(lines).containsExactly("one", "two");
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(Files.readString(lock).strip()).matches("[0-9]+");
  }

  @Test
  void timeLimitEndsAWholeFamily() {
    Path pid = folder.resolve("pid");
    CommandResult result =
        lane.build(
            Command.of(folder, "sh", "-c", "sleep 1000 & echo $! > pid; wait")
                .asChore()
                // Long enough to begin on a busy host.
                .within(Duration.ofSeconds(15)),
            folder.resolve("lock"),
            line -> {});
    assertThat(result.timedOut()).isTrue();
    awaitGone(number(pid));
  }

  @Test
  void closingAProgramEndsItsChildren() {
    Path pid = folder.resolve("pid");
    try (RunningProgram program =
        lane.start(Command.of(folder, "sh", "-c", "sleep 1000 & echo $! > pid; wait").asChore())) {
      await().atMost(Duration.ofMinutes(5)).until(() -> Files.exists(pid) && Files.size(pid) > 0);
      assertThat(program.alive()).isTrue();
    }
    awaitGone(number(pid));
  }

  @Test
  void killedOwnerTakesProgramAndFamilyWithIt() throws Exception {
    Process owner = ChildJvm.start(Owner.class, folder);
    for (String name : new String[] {"program", "compiler"}) {
      Path pid = folder.resolve(name);
      await().atMost(Duration.ofMinutes(5)).until(() -> Files.exists(pid) && Files.size(pid) > 0);
    }
    owner.destroyForcibly();
    assertThat(owner.waitFor()).isEqualTo(137);
    awaitGone(number(folder.resolve("program")));
    awaitGone(number(folder.resolve("compiler")));
  }

  /** A harness that starts a machine and a build, and is killed. */
  static final class Owner {
    private Owner() {}

    /** Starts both and waits. */
    @SuppressWarnings("try") // the machine only has to run
    public static void main(String[] args) {
      Path folder = Path.of(args[0]);
      Lane lane = new HostLane();
      try (RunningProgram machine =
          lane.start(
              Command.of(folder, "sh", "-c", "echo $$ > program; exec sleep 1000").asChore())) {
        lane.build(
            Command.of(folder, "sh", "-c", "(sleep 1000 & echo $! > compiler; wait) & wait")
                .asChore(),
            folder.resolve("lock"),
            line -> {});
      }
    }
  }

  private static long number(Path file) {
    try {
      return Long.parseLong(Files.readString(file).strip());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void awaitGone(long pid) {
    await()
        .atMost(Duration.ofMinutes(2))
        .until(() -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
  }
}
