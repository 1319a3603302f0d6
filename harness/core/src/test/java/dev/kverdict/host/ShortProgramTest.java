package dev.kverdict.host;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kverdict.InfraError;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs of the host without a cage. */
class ShortProgramTest {

  @TempDir private Path folder;

  private Process started(String... argv) {
    Command command = Command.of(folder, argv);
    return ProgramStarter.instance()
        .startWithInput(List.of(argv), ProgramStarter.environment(command), command);
  }

  @Test
  void whatAChildSeesOfOurEnvironmentIsLittle() {
    Map<String, String> env =
        ProgramStarter.environment(
            Command.of(folder, "true").withEnvironment(Map.of("LC_ALL", "de")));
    assertThat(env).containsEntry("LC_ALL", "de").containsKey("PATH");
    assertThat(env.keySet())
        .allMatch(
            name ->
                Command.STANDARD_ENV.containsKey(name)
                    || List.of("HOME", "TMPDIR", "USER", "LOGNAME").contains(name));
  }

  @Test
  void aProgramThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> started("/no/such/program"))
        .isInstanceOf(InfraError.class)
        .hasMessageContaining("cannot start /no/such/program: ");
  }

  @Test
  void noSignalOfATerminalReachesAProgram() throws IOException {
    // proc_pid_stat(5): state, parent, group, session
    try (HostProgram program =
        HostProgram.alone(started("sh", "-c", "cut -d' ' -f5,6 /proc/$$/stat"), CageKind.NONE)) {
      assertThat(program.output().readAllBytes())
          .asString()
          .isEqualTo("%d %d\n".formatted(program.pid(), program.pid()));
    }
  }

  @Test
  void aProgramIsSpokenToAndEndsByItself() throws IOException {
    try (HostProgram program =
        HostProgram.alone(started("sh", "-c", "read a; echo \"[$a]\"; exit 3"), CageKind.NONE)) {
      assertThat(program.alive()).isTrue();
      program.input().write("word\n".getBytes(US_ASCII));
      program.input().flush();
      assertThat(program.output().readAllBytes()).asString().isEqualTo("[word]\n");
      assertThat(program.exit().join()).isEqualTo(3);
      assertThat(program.await(Duration.ofMinutes(1))).hasValue(3);
      assertThat(program.alive()).isFalse();
    }
  }

  @Test
  void aProgramIsEndedWithAllThatItStarted() throws IOException {
    HostProgram program =
        HostProgram.alone(started("sh", "-c", "sleep 1000 & echo $!; wait"), CageKind.NONE);
    byte[] line = new byte[16];
    int length = program.output().read(line);
    long child = Long.parseLong(new String(line, 0, length, US_ASCII).strip());
    ProcessHandle sleeper = ProcessHandle.of(child).orElseThrow();
    assertThat(program.await(Duration.ZERO)).isEqualTo(Optional.empty());
    program.close();
    assertThat(program.exit().join()).isEqualTo(128 + 9);
    sleeper.onExit().join();
    assertThat(sleeper.isAlive()).isFalse();
  }

  @Test
  void aProgramIsStoppedIfAnyThatItStartedIs() throws IOException {
    try (HostProgram program =
        HostProgram.alone(
            started("sh", "-c", "sh -c 'echo $$; kill -STOP $$; echo on; read a' <&0; true"),
            CageKind.NONE)) {
      BufferedReader said = new BufferedReader(new InputStreamReader(program.output(), US_ASCII));
      long child = Long.parseLong(said.readLine());
      await().until(program::stopped);
      started("kill", "-CONT", Long.toString(child)).onExit().join();
      assertThat(said.readLine()).isEqualTo("on");
      assertThat(program.stopped()).isFalse();
    }
    assertThat(ProcessState.of(Long.MAX_VALUE).stopped()).isFalse();
  }

  @Test
  void aNameWithBracketsHidesNoState() {
    assertThat(ProcessState.parse("7 (a) S (b) T 1 7 7 0").letter()).isEqualTo('T');
    assertThat(ProcessState.parse("7 (a) T b) S 1 7 7 0").letter()).isEqualTo('S');
    assertThat(ProcessState.parse("").letter()).isEqualTo(' ');
  }

  private CommandResult ran(Command command) {
    return ShortProgram.run(command, Cage.uncaged(command));
  }

  @Test
  void aShortProgramIsItsExitCodeAndItsLines() {
    CommandResult result = ran(Command.of(folder, "printf", "%s\\n", "a 'b'", "c\td"));
    assertThat(result.ok()).isTrue();
    assertThat(result.output()).containsExactly("a 'b'", "c\td");
    CommandResult failed = ran(Command.of(folder, "sh", "-c", "echo why >&2; exit 7"));
    assertThat(failed.exitCode()).isEqualTo(7);
    assertThat(failed.timedOut()).isFalse();
    assertThat(failed.output()).containsExactly("why");
  }

  @Test
  void aLineWithoutEndIsCut() {
    CommandResult result =
        ran(Command.of(folder, "sh", "-c", "head -c 3000000 /dev/zero | tr '\\0' x; echo; echo b"));
    assertThat(result.output()).hasSize(2).endsWith("b");
    assertThat(result.output().get(0).length()).isLessThanOrEqualTo(OutputLines.MOST);
  }
}
