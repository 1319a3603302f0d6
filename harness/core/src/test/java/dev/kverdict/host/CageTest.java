package dev.kverdict.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kverdict.UserError;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a program in a real cage can do, and what it cannot. */
class CageTest {

  /** The time limit of a program that has to have begun by then, however busy the host is. */
  private static final Duration BEGUN = Duration.ofSeconds(15);

  private final Lane lane = new HostLane(Map.of());

  @TempDir Path folder;

  private Path source;
  private Path build;

  @BeforeEach
  void tree() throws IOException {
    Cages.requireBubblewrap();
    source = Files.createDirectory(folder.resolve("source"));
    build = Files.createDirectory(source.resolve("build"));
    Files.writeString(source.resolve("Makefile"), "all:\n");
  }

  private Command shell(String script) {
    return Command.of(source, "sh", "-c", script).reading(source).writing(build);
  }

  private CommandResult run(String script) {
    return lane.run(shell(script));
  }

  @Test
  void writesWhatItDeclaresAndReadsTheRest() {
    CommandResult result = run("cat Makefile >build/copy && cat build/copy");
    assertThat(result.output()).containsExactly("all:");
    assertThat(build.resolve("copy")).hasContent("all:\n");
  }

  @Test
  void sourceIsReadOnly() {
    CommandResult result = run("echo x >Makefile; rm -f Makefile; echo x >new");
    assertThat(String.join("\n", result.output())).contains("Read-only file system");
    assertThat(source.resolve("Makefile")).hasContent("all:\n");
    assertThat(source.resolve("new")).doesNotExist();
  }

  @Test
  void whatIsNotDeclaredIsNotThere() throws IOException {
    Path secret = Files.writeString(folder.resolve("secret"), "secret");
    Path home = Path.of(System.getProperty("user.home"));
    CommandResult result =
        run("cat " + secret + "; ls " + home + "; ls /home /root /run /sys /var/lib; true");
    assertThat(result.output())
        .hasSize(7)
        .allSatisfy(line -> assertThat(line).endsWith("No such file or directory"));
  }

  @Test
  void writesOutsideStayInTheCage() {
    Path outside = folder.resolve("outside");
    Path temporary = Path.of("/tmp/kverdict-cage-" + folder.getFileName());
    run(
        "echo x >"
            + outside
            + "; echo x >"
            + temporary
            + "; mkdir /srv /etc/x; echo x >/etc/passwd");
    assertThat(outside).doesNotExist();
    assertThat(temporary).doesNotExist();
    assertThat(Path.of("/etc/x")).doesNotExist();
  }

  @Test
  void networkIsGone() throws IOException {
    try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String connect = "exec 3<>/dev/tcp/127.0.0.1/" + listening.getLocalPort();
      Command command = Command.of(source, "bash", "-c", connect);
      assertThat(lane.run(command.asChore()).ok()).isTrue();
      CommandResult caged = lane.run(command);
      assertThat(caged.ok()).isFalse();
      assertThat(String.join("\n", caged.output())).contains("Connection refused");
    }
  }

  @Test
  void otherProcessesAreNotThere() {
    long ours = ProcessHandle.current().pid();
    // No word of an error: the two streams come in any order.
    CommandResult result =
        run("ls -d /proc/[0-9]* | wc -l; kill -0 " + ours + " 2>/dev/null && echo seen");
    assertThat(Integer.parseInt(result.output().get(0).strip())).isLessThan(8);
    assertThat(result.output()).doesNotContain("seen");
  }

  @Test
  void userIsDroppedWithAllPrivileges() {
    Cages.requireUser();
    CommandResult result =
        run("id -un; id -G | wc -w; grep -E '^(CapEff|CapBnd|NoNewPrivs)' /proc/self/status");
    assertThat(result.output())
        .containsExactly(
            CageUser.NAME,
            "1",
            "CapEff:\t0000000000000000",
            "CapBnd:\t0000000000000000",
            "NoNewPrivs:\t1");
  }

  @Test
  void whatItMadeIsOursAfterwardsAndNobodyElseMayWriteToIt() throws IOException {
    Cages.requireUser();
    run("mkdir -m 777 build/d; echo x >build/d/f; chmod 4777 build/d/f; ln -s /etc/shadow build/l");
    for (String made : List.of("d", "d/f", "l")) {
      Path file = build.resolve(made);
      assertThat(Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS)).isEqualTo(0);
    }
    assertThat(mode(build.resolve("d"))).isEqualTo("rwxr-xr-x");
    assertThat((Integer) Files.getAttribute(build.resolve("d/f"), "unix:mode") & 07777)
        .isEqualTo(0755);
    assertThat(Files.getAttribute(Path.of("/etc/shadow"), "unix:uid")).isEqualTo(0);
  }

  @Test
  void fileWithASecondNameElsewhereIsNotWritable() throws IOException {
    Cages.requireUser();
    Path stored = Files.writeString(folder.resolve("stored"), "stored");
    Files.createLink(build.resolve("link"), stored);
    CommandResult result = run("echo x >build/link; chmod 666 build/link; rm build/link; true");
    assertThat(String.join("\n", result.output())).contains("Permission denied");
    assertThat(stored).hasContent("stored");
    assertThat(Files.getAttribute(stored, "unix:uid")).isEqualTo(0);
    assertThat(build.resolve("link")).doesNotExist(); // its folder was lent
  }

  @Test
  void linksAreNotFollowedWhenFilesAreLent() throws IOException {
    Cages.requireUser();
    Path kept = Files.createDirectory(folder.resolve("kept"));
    Files.createSymbolicLink(build.resolve("way-out"), kept);
    run("true");
    Command watching = shell("ls build").writing(build);
    assertThat(lane.run(watching).ok()).isTrue();
    assertThat(Files.getAttribute(kept, "unix:uid")).isEqualTo(0);
  }

  @Test
  void aFileThatItsUserCannotReadIsTold() throws IOException {
    Cages.requireUser();
    Path closed = Files.writeString(folder.resolve("closed"), "x");
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rw-------"));
    assertThatThrownBy(() -> lane.run(Command.of(source, "cat", closed.toString()).reading(closed)))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(closed.toString())
        .hasMessageContaining("chmod");
  }

  @Test
  void exitCodesAndSignalsAreTheProgramsOwn() {
    assertThat(run("exit 3").exitCode()).isEqualTo(3);
    assertThat(run("kill -SEGV $$").exitCode()).isEqualTo(128 + 11);
    assertThat(run("kill -9 $$").exitCode()).isEqualTo(128 + 9);
  }

  @Test
  void limitsAreSet() {
    CommandResult result = run("ulimit -c; ulimit -f");
    assertThat(result.output()).containsExactly("0", Long.toString((16L << 30) / 512));
  }

  @Test
  void inputAndConversationReachIt() throws IOException {
    Path input = Files.writeString(folder.resolve("input"), "from a file\n");
    try (RunningProgram program = lane.start(Command.of(source, "cat").from(input))) {
      assertThat(new String(program.output().readAllBytes(), StandardCharsets.UTF_8))
          .isEqualTo("from a file\n");
      assertThat(program.await(Duration.ofMinutes(5))).contains(0);
    }
    try (RunningProgram program = lane.converse(Command.of(source, "cat"));
        BufferedReader answers =
            new BufferedReader(new InputStreamReader(program.output(), StandardCharsets.UTF_8))) {
      program.input().write("ask\n".getBytes(StandardCharsets.UTF_8));
      program.input().flush();
      assertThat(answers.readLine()).isEqualTo("ask");
    }
  }

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
  void foldersDeeperThanAPathCanBeLongHinderNobody() throws IOException {
    CommandResult result =
        run(
            "cd build; n=$(printf '%0200d' 0); "
                + "for i in $(seq 60); do mkdir $n && cd -P ./$n || exit; done; echo deep");
    assertThat(result.output()).containsExactly("deep");
    AtomicFiles.delete(build);
    assertThat(build).doesNotExist();
  }

  /** Processes of this machine with a word in their command line. */
  private static List<String> running(String word) {
    return ProcessHandle.allProcesses()
        .map(process -> process.info().commandLine().orElse(""))
        .filter(line -> line.contains(word))
        .toList();
  }

  /** Leaves processes of a name behind that hold nothing which anybody could wait for. */
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
  void whatFillsItsTemporaryFolderIsStopped() {
    CommandResult result =
        run("head -c 1G /dev/zero >/tmp/f; head -c 1G /dev/zero >/dev/shm/f; wc -c </tmp/f");
    assertThat(String.join("\n", result.output())).contains("No space left").contains("268435456");
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
