package dev.kverdict;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.host.Command;
import dev.kverdict.host.HostLane;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserFilesTest {

  @TempDir private Path folder;

  private Path pipe() {
    Path pipe = folder.resolve("pipe");
    var unused =
        new HostLane()
            .run(Command.of(folder, "mkfifo", pipe.toString()).asChore())
            .orThrow("cannot make a pipe");
    return pipe;
  }

  @Test
  void aPipeThatNobodyWritesToIsNotWaitedFor() {
    Path pipe = pipe();
    assertThatThrownBy(() -> UserFiles.open(pipe, Duration.ofMillis(1)))
        .isInstanceOf(IOException.class)
        .satisfies(
            e ->
                assertThat(HostIo.why((IOException) e))
                    .isEqualTo("it is a pipe that nobody writes to"));
  }

  @Test
  void aPipeIsReadToItsEnd() throws Exception {
    Path pipe = pipe();
    Thread writer =
        new Thread(
            () -> HostIo.run("cannot write", () -> Files.writeString(pipe, "from a program")));
    writer.start();
    try (InputStream read = new BufferedInputStream(UserFiles.open(pipe))) {
      assertThat(new String(read.readAllBytes(), UTF_8)).isEqualTo("from a program");
    }
    writer.join();
  }

  @Test
  void whatKeepsAPathFromBeingAFileIsSaid() throws IOException {
    assertThat(UserFiles.objection(Files.writeString(folder.resolve("f"), ""))).isEmpty();
    assertThat(UserFiles.objection(folder)).contains("is a directory");
    assertThat(UserFiles.objection(folder.resolve("none"))).contains("there is no such file");
    assertThat(UserFiles.objection(Path.of("/dev/null")))
        .contains("is a pipe or a device, not a file");
    assertThat(UserFiles.objection(folder.resolve("f/below")))
        .contains("there is no such file: " + folder.resolve("f") + " is no directory");
    assertThat(UserFiles.objection(folder.resolve("x".repeat(300))).orElseThrow())
        .startsWith("cannot be read: ");
  }

  @Test
  void aDeviceIsOpenedLikeAFile() throws IOException {
    try (InputStream zeros = UserFiles.open(Path.of("/dev/zero"))) {
      assertThat(zeros.readNBytes(3)).containsExactly(0, 0, 0);
    }
    assertThatThrownBy(() -> UserFiles.bytes("--image", Path.of("/dev/zero"), 1000, ""))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith("--image /dev/zero: is larger than 1000 bytes");
    assertThatThrownBy(() -> UserFiles.bytes(folder.resolve("none"), 1000, "look"))
        .isInstanceOf(UserError.class)
        .hasMessageEndingWith("none: cannot be read: it does not exist; look");
  }
}
