package dev.kverdict.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.InfraError;
import dev.kverdict.host.Command;
import dev.kverdict.host.CommandResult;
import dev.kverdict.host.RunningProgram;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a program in the lane can and cannot do, asked of a real engine. */
@NeedsEngine
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class LaneContainerTest {

  private static final long MIB = 1L << 20;

  @TempDir Path folder;
  private Engine engine;
  private ContainerLane lane;

  @BeforeEach
  void openLane() throws IOException {
    // As a scratch folder is: others may look into it.
    Files.setPosixFilePermissions(
        folder, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
    engine = Engine.connect(System.getenv());
    lane =
        new ContainerLane(
            engine,
            ToolchainImage.find(engine, System.getenv()),
            Owner.self().labels(folder),
            Map.of("KVERDICT_BUILD_DISK_MIB", "64"));
  }

  private CommandResult sh(String script) {
    return lane.run(Command.of(folder, "sh", "-c", script));
  }

  @Test
  void argumentsEnvironmentAndFolderArriveAsTheyAre() {
    CommandResult result =
        lane.run(
            Command.of(
                    folder, "sh", "-c", "pwd; printf '%s|' \"$@\" \"$MINE\"", "sh", "a b", "'$e\"")
                .withEnvironment(Map.of("MINE", "x y")));
    assertThat(result.output()).containsExactly(folder.toString(), "a b|'$e\"|x y|");
  }

  @Test
  void exitCodeAndOutputAreTheResult() {
    CommandResult result = sh("echo out; echo err >&2; exit 3");
    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.output()).containsExactlyInAnyOrder("out", "err");
    assertThat(sh("kill -TERM $$").exitCode()).isEqualTo(143);
    assertThat(sh("kill -TERM $$").foreignSignal()).hasValue(15);
  }

  @Test
  void whatTheImageLacksIsNoResult() {
    assertThatThrownBy(() -> lane.run(Command.of(folder, "no-such-tool")))
        .isInstanceOf(InfraError.class)
        .hasMessage("not in the toolchain image: no-such-tool");
  }

  @Test
  void thereIsNoNetwork() {
    CommandResult result =
        lane.run(
            Command.of(
                folder,
                "perl",
                "-MIO::Socket::INET",
                "-e",
                "IO::Socket::INET->new(PeerAddr => '192.0.2.1:80', Timeout => 5) or die \"$!\\n\""));
    assertThat(result.output()).containsExactly("Network is unreachable");
    assertThat(sh("ls /sys/class/net").output()).containsExactly("lo");
  }

  @Test
  void programsAreNobodyWithoutCapabilities() {
    CommandResult result = sh("id -u; grep -E '^(CapEff|CapBnd|NoNewPrivs)' /proc/self/status");
    assertThat(result.output())
        .containsExactly(
            Integer.toString(ContainerUser.ofSelf().uid()),
            "CapEff:\t0000000000000000",
            "CapBnd:\t0000000000000000",
            "NoNewPrivs:\t1");
    assertThat(ContainerUser.ofSelf().uid()).isNotZero();
  }

  @Test
  void onlyWhatIsDeclaredCanBeWritten() throws IOException {
    Path source = Files.createDirectory(folder.resolve("source"));
    Files.writeString(source.resolve("file"), "as it was");
    Path output = Files.createDirectory(source.resolve("output"));
    CommandResult result =
        lane.run(
            Command.of(
                    source,
                    "sh",
                    "-c",
                    "echo no > file; echo no > new; rm -f file; echo no > /new; echo no > /etc/new;"
                        + "echo yes > output/new; echo yes > /tmp/new && cat file /tmp/new")
                .reading(source)
                .writing(output));
    assertThat(result.output())
        .contains("as it was" + "yes")
        .filteredOn(line -> line.contains("Read-only file system"))
        .hasSize(5);
    assertThat(source.resolve("file")).hasContent("as it was");
    assertThat(source.resolve("new")).doesNotExist();
    assertThat(output.resolve("new")).hasContent("yes");
    assertThat(Files.getOwner(output.resolve("new"))).isEqualTo(Files.getOwner(source));
    assertThat(Files.getOwner(output)).isEqualTo(Files.getOwner(source));
  }

  @Test
  void whatIsNotDeclaredIsNotThere() throws IOException {
    Path mine = Files.createDirectory(folder.resolve("mine"));
    Path other = Files.writeString(folder.resolve("other"), "secret");
    Files.createFile(mine.resolve("file"));
    CommandResult result = lane.run(Command.of(mine, "ls", "-A", "..", "."));
    assertThat(result.output()).containsExactly(".:", "", "..:", "mine");
    assertThat(lane.run(Command.of(mine, "cat", other.toString()).reading(other)).output())
        .containsExactly("secret");
  }

  @Test
  void storeBelowTheHomeOfRootCanBeReached() {
    // A bind would make the folders above it, but not open one that the image has and closes.
    assertThat(lane.run(Command.asking("stat", "-c", "%a %u", "/root")).output())
        .containsExactly("755 0");
  }

  @Test
  void fileWithTwoNamesIsReplacedAndNeverChanged() throws IOException {
    org.junit.jupiter.api.Assumptions.assumeFalse(
        ContainerUser.ofSelf().own(), "only a harness that is root lends files");
    Path kept = Files.writeString(folder.resolve("kept"), "the store's");
    Path work = Files.createDirectory(folder.resolve("work"));
    Files.createLink(work.resolve("linked"), kept);
    CommandResult result =
        lane.run(
            Command.of(work, "sh", "-c", "echo x >> linked; rm -f linked; echo mine > linked")
                .writing(work));
    assertThat(result.exitCode()).isZero();
    assertThat(result.output()).anyMatch(line -> line.contains("Permission denied"));
    assertThat(kept).hasContent("the store's");
    assertThat(Files.getAttribute(kept, "unix:uid")).isEqualTo(0);
    assertThat(work.resolve("linked")).hasContent("mine");
  }

  @Test
  void singleFileIsWrittenInItsPlace() throws IOException {
    Path image = Files.writeString(folder.resolve("image"), "old");
    lane.run(Command.of(folder, "sh", "-c", "echo new > image; echo no > beside").writing(image));
    assertThat(image).hasContent("new");
    assertThat(folder.resolve("beside")).doesNotExist();
  }

  @Test
  void forkBombEndsAtTheLimit() {
    ContainerLimits few = new ContainerLimits(256 * MIB, 1, 32);
    CommandResult result =
        lane.run(
            Command.of(folder, "sh", "-c", "while :; do sleep 1000 & done")
                .within(Duration.ofMinutes(5)),
            null,
            few,
            line -> {});
    assertThat(result.timedOut()).isFalse();
    assertThat(result.output()).anyMatch(line -> line.contains("Cannot fork"));
  }

  /** What make is told to do while it reads a makefile. */
  private CommandResult make(String script) throws IOException {
    Path tree = Files.createDirectories(folder.resolve("tree/build"));
    Files.writeString(
        folder.resolve("tree/Makefile"),
        "X := $(shell %s)\nall:\n\techo made\n".formatted(script.replace("$", "$$")));
    return lane.build(
        Command.of(tree, "make", "-f", "../Makefile")
            .reading(folder.resolve("tree"))
            .writing(tree)
            .within(Duration.ofMinutes(5)),
        folder.resolve("lock"),
        line -> {});
  }

  @Test
  void buildThatForksWithoutEndIsEnded() throws IOException {
    CommandResult result = make("(while :; do sleep 1000 & done); exec sleep 1000");
    assertThat(result.timedOut()).isFalse();
    assertThat(result.ended()).contains("processes at a time");
    assertThat(result.output()).endsWith(result.ended()).doesNotContain("made");
  }

  @Test
  void buildThatFillsTheDiskIsEnded() throws IOException {
    CommandResult result =
        make("for i in $(seq 64); do head -c 8M /dev/zero >f.$i; done; exec sleep 1000");
    assertThat(result.timedOut()).isFalse();
    assertThat(result.ended()).contains("more than 64 MiB to the disk");
  }

  @Test
  void memoryEndsAtTheLimit() {
    ContainerLimits little = new ContainerLimits(64 * MIB, 1, 32);
    CommandResult result =
        lane.run(
            Command.of(folder, "perl", "-e", "$x = 'a' x (1 << 28); print length $x"),
            null,
            little,
            line -> {});
    assertThat(result.exitCode()).isEqualTo(137);
    assertThat(result.foreignSignal()).hasValue(9); // the kernel's, for want of memory
    assertThat(result.output()).noneMatch(line -> line.contains("268435456"));
  }

  @Test
  void timeLimitEndsTheWholeFamily() throws IOException {
    Path lock = folder.resolve("build.lock");
    List<String> lines = new ArrayList<>();
    CommandResult result =
        lane.build(
            Command.of(folder, "sh", "-c", "echo begun; setsid sleep 1000 & sleep 1000")
                // Long enough to begin on a busy host: making the container counts.
                .within(Duration.ofSeconds(20)),
            lock,
            lines::add);
    assertThat(result.timedOut()).isTrue();
    assertThat(result.exitCode()).isEqualTo(137);
    assertThat(result.foreignSignal()).isEmpty();
    assertThat(lines).containsExactly("begun");
    assertThat(lock).isEmptyFile();
    // Whoever of the family was left would still hold it.
    Command look = Command.of(folder, "flock", "-n", lock.toString(), "true").asChore();
    assertThat(lane.run(look).ok()).isTrue();
  }

  @Test
  void familyHoldsItsLockAsLongAsItLives() throws IOException {
    Path lock = folder.resolve("build.lock");
    Command look = Command.of(folder, "flock", "-n", lock.toString(), "true").asChore();
    List<Boolean> free = new ArrayList<>();
    lane.build(
        Command.of(folder, "sh", "-c", "echo running; until [ -e seen ]; do sleep 0.05; done")
            .writing(folder),
        lock,
        line -> {
          free.add(lane.run(look).ok());
          lane.run(Command.of(folder, "touch", "seen").asChore());
        });
    assertThat(free).containsExactly(false);
    assertThat(lane.run(look).ok()).isTrue();
  }

  @Test
  void programThatEndsTakesItsChildrenAlong() throws IOException {
    Path lock = folder.resolve("build.lock");
    CommandResult result =
        lane.build(Command.of(folder, "sh", "-c", "setsid sleep 1000 & exit 5"), lock, line -> {});
    assertThat(result.exitCode()).isEqualTo(5);
    assertThat(result.timedOut()).isFalse();
    Command look = Command.of(folder, "flock", "-n", lock.toString(), "true").asChore();
    assertThat(lane.run(look).ok()).isTrue();
  }

  @Test
  void fileIsTheInputOfAStartedProgram() throws IOException {
    Path input = Files.writeString(folder.resolve("input"), "first\nlast");
    try (RunningProgram program = lane.start(Command.of(folder, "tac").from(input))) {
      assertThat(new String(program.output().readAllBytes(), StandardCharsets.UTF_8))
          .isEqualTo("lastfirst\n");
      assertThat(program.exit().join()).isZero();
    }
  }

  @Test
  void closingEndsAProgramAndKeepsItsLastWords() throws IOException {
    RunningProgram program =
        lane.start(Command.of(folder, "sh", "-c", "trap '' TERM; echo here; sleep 1000"));
    assertThat(program.output().read()).isEqualTo('h');
    ProcessHandle process = ProcessHandle.of(program.pid()).orElseThrow();
    program.close();
    assertThat(process.isAlive()).isFalse();
    assertThat(program.alive()).isFalse();
    assertThat(program.await(Duration.ZERO)).contains(137);
    assertThat(new String(program.output().readAllBytes(), StandardCharsets.UTF_8))
        .isEqualTo("ere\n");
    assertThat(program.pid()).isZero();
    program.close();
  }

  @Test
  void programAnswersWhatItIsAsked() throws IOException {
    Command tool = Command.of(folder, "addr2line", "-a", "-f", "-e", "/bin/sh");
    try (RunningProgram program = lane.converse(tool);
        BufferedReader answers =
            new BufferedReader(new InputStreamReader(program.output(), StandardCharsets.UTF_8))) {
      for (String address : List.of("0x10", "0x20")) {
        program.input().write((address + "\n").getBytes(StandardCharsets.US_ASCII));
        assertThat(answers.readLine()).startsWith("0x").endsWith(address.substring(2));
        assertThat(answers.readLine()).isEqualTo("??");
        assertThat(answers.readLine()).startsWith("??");
      }
      program.input().close();
      assertThat(answers.readLine()).isNull();
      assertThat(program.exit().join()).isZero();
    }
  }

  @Test
  void endedContainersAreRemoved() {
    assertThat(sh("true").ok()).isTrue();
    assertThat(engine.labelled("dev.kverdict.store=" + folder)).isEmpty();
  }
}
