package dev.kverdict.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Nothing is left of a real cage when its program has ended or was killed. */
class CageEndTest extends CagedTree {

  /** Time limit of a program that must have begun by then, however busy the host is. */
  private static final Duration BEGUN = Duration.ofSeconds(15);

  @Test
  void closingAProgramEndsAllOfItsCage() throws IOException {
    List<ProcessHandle> family;
    try (RunningProgram program =
        lane.start(shell("setsid sleep 1000 & sleep 1000 & echo ready; wait"))) {
      assertThat(program.output().read()).isEqualTo('r');
      family = ProcessHandle.of(program.pid()).orElseThrow().descendants().toList();
      assertThat(family).hasSizeGreaterThanOrEqualTo(4);
    }
    ChildJvm.awaitGone(family);
  }

  @Test
  void directoriesDeeperThanPathMaxDoNotMatter() throws IOException {
    CommandResult result =
        run(
            "cd build; n=$(printf '%0200d' 0); "
                + "for i in $(seq 60); do mkdir $n && cd -P ./$n || exit; done; echo deep");
    assertThat(result.output()).containsExactly("deep");
    AtomicFiles.delete(build);
    assertThat(build).doesNotExist();
  }

  /** Leaves processes with a name behind that hold nothing one could wait for. */
  private static String leaving(String name) {
    return "for i in $(seq 100); do setsid sh -c 'exec <&- >&- 2>&- 9<&-; while :; do :; done' "
        + name
        + " & done; exit 3";
  }

  @Test
  void nothingOfAProgramIsLeftWhenItHasEnded() {
    String name = "left-by-program-" + folder.getFileName();
    try (RunningProgram program = lane.start(shell(leaving(name)))) {
      assertThat(program.await(Duration.ofMinutes(5))).contains(3);
      assertThat(running(name)).isEmpty();
    }
    assertThat(run(leaving(name)).exitCode()).isEqualTo(3);
    assertThat(running(name)).isEmpty();
  }

  @Test
  void nothingOfABuildIsLeftWhenItHasEnded() {
    String name = "left-by-build-" + folder.getFileName();
    CommandResult result = lane.build(shell(leaving(name)), folder.resolve("lock"), line -> {});
    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(running(name)).isEmpty();
  }

  @Test
  void aProgramThatIsEndedWhileItsCageIsMadeLeavesNothing() {
    String name = "never-begun-" + folder.getFileName();
    for (int millis = 1; millis < 30; millis++) {
      Command command =
          Command.of(source, "sh", "-c", "sleep 1000", name).within(Duration.ofMillis(millis));
      assertThat(lane.run(command).timedOut()).isTrue();
      assertThat(running(name)).isEmpty();
    }
  }

  @Test
  void aProgramThatDoesNotMindBeingAskedIsEndedAtItsTimeLimit() {
    String name = "deaf-" + folder.getFileName();
    Command deaf =
        Command.of(source, "sh", "-c", "trap '' TERM; while :; do sleep 1; done", name)
            .within(Duration.ofMillis(500));
    assertThat(lane.run(deaf).timedOut()).isTrue();
    assertThat(lane.run(deaf.asChore()).timedOut()).isTrue();
    assertThat(running(name)).isEmpty();
  }

  @Test
  void timeLimitEndsAllOfABuildsCage() {
    List<ProcessHandle> family = new ArrayList<>();
    CommandResult result =
        lane.build(
            // Long enough to begin on a busy host.
            shell("setsid sleep 1000 & echo ready; wait").within(BEGUN),
            folder.resolve("lock"),
            line -> family.addAll(ProcessHandle.current().descendants().toList()));
    assertThat(result.timedOut()).isTrue();
    assertThat(family).hasSizeGreaterThanOrEqualTo(5);
    ChildJvm.awaitGone(family);
  }

  @Test
  void aBuildCannotChooseWhoseFamilyIsEnded() throws IOException {
    Path lock = folder.resolve("lock");
    CommandResult result =
        lane.build(shell("echo 1 >&9; echo 1 >/proc/self/fd/9"), lock, line -> {});
    assertThat(result.ok()).isFalse();
    assertThat(Files.readString(lock).strip()).matches("[0-9]+").isNotEqualTo("1");
  }

  @Test
  void killedOwnerTakesItsCagesWithIt() throws Exception {
    Process owner = ChildJvm.start(Owner.class, build, folder.resolve("lock"));
    await()
        .atMost(Duration.ofMinutes(5))
        .until(
            () -> Stream.of("machine", "compiler").allMatch(f -> Files.exists(build.resolve(f))));
    List<ProcessHandle> family = owner.descendants().toList();
    assertThat(family).hasSizeGreaterThanOrEqualTo(6);
    owner.destroyForcibly();
    assertThat(owner.waitFor()).isEqualTo(137);
    ChildJvm.awaitGone(family);
  }

  /** A harness that starts a machine and a build, each in its cage, and is killed. */
  static final class Owner {
    private Owner() {}

    /** Starts both and waits. */
    @SuppressWarnings("try") // the machine only has to run
    public static void main(String[] args) {
      Path build = Path.of(args[0]);
      Lane lane = new HostLane(Map.of());
      try (RunningProgram machine =
          lane.start(
              Command.of(build, "sh", "-c", "echo >machine; exec sleep 1000").writing(build))) {
        lane.build(
            Command.of(build, "sh", "-c", "(sleep 1000 & echo >compiler; wait) & wait")
                .writing(build),
            Path.of(args[1]),
            line -> {});
      }
    }
  }
}
