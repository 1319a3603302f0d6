package dev.kverdict.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
import java.util.List;
import org.junit.jupiter.api.Test;

/** Abilities and limits of a program in a real cage. */
class CageTest extends CagedTree {

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
  void aFileInTheHostsMemoryIsWrittenAndItsNeighbourIsNotThere() throws IOException {
    Path directory = ShortLived.inMemory("kv", 1).orElse(null);
    assumeTrue(directory != null, "no file system in memory");
    try {
      Path file = Files.writeString(directory.resolve("file"), "old");
      Files.writeString(directory.resolve("beside"), "secret");
      String script = "echo new >%s; cat %s/beside; echo x >/dev/shm/own && cat /dev/shm/own";
      CommandResult result =
          lane.run(Command.of(source, "sh", "-c", script.formatted(file, directory)).writing(file));
      assertThat(file).hasContent("new\n");
      assertThat(result.output()).hasSize(2).endsWith("x");
      assertThat(result.output().get(0)).endsWith("No such file or directory");
      assertThat(Path.of("/dev/shm/own")).doesNotExist();
    } finally {
      ShortLived.delete(directory);
    }
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
  void itsFilesBelongToTheHarnessAfterwardsAndNobodyElseMayWriteToThem() throws IOException {
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
  void aFileThatItsUserCannotReadIsReported() throws IOException {
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

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
