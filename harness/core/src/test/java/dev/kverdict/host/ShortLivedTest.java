package dev.kverdict.host;

import static java.nio.file.attribute.PosixFilePermissions.fromString;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an interrupted run leaves in the directory for temporary files: nothing. */
class ShortLivedTest {

  @TempDir private Path folder;

  /** A harness that waits to be ended, with a directory that is in use and one that is not. */
  static final class Waiting {
    public static void main(String[] args) throws IOException, InterruptedException {
      Path used =
          Files.exists(Path.of(args[0] + ".memory"))
              ? ShortLived.inMemory("kv", 1).orElseThrow()
              : ShortLived.directory("kv");
      Files.writeString(used.resolve("file"), "x");
      ShortLived.delete(ShortLived.directory("kv"));
      Files.writeString(Path.of(args[0]), used.toString());
      Thread.sleep(Long.MAX_VALUE);
    }
  }

  private Path usedBy(Process harness, Path told) throws IOException {
    await().until(() -> Files.exists(told) && !Files.readString(told).isEmpty());
    assertThat(harness.isAlive()).isTrue();
    Path used = Path.of(Files.readString(told));
    assertThat(used.resolve("file")).hasContent("x");
    return used;
  }

  @Test
  void whatIsInterruptedLeavesNoDirectory() throws Exception {
    Path told = folder.resolve("told");
    Process harness = ChildJvm.start(Waiting.class, told);
    try {
      Path used = usedBy(harness, told);
      harness.destroy(); // SIGTERM; Ctrl-C goes the same way
      assertThat(harness.waitFor(1, TimeUnit.MINUTES)).isTrue();
      assertThat(used.getParent()).doesNotExist();
    } finally {
      harness.destroyForcibly();
    }
  }

  @Test
  void whatIsInMemoryGoesWithItsHarnessOrWithTheNext() throws Exception {
    assumeTrue(ShortLived.inMemory("kv", 1).isPresent(), "no file system in memory");
    for (boolean killed : List.of(false, true)) {
      Path told = Files.createDirectory(folder.resolve("killed-" + killed)).resolve("told");
      Files.createFile(told.resolveSibling("told.memory"));
      Process harness = ChildJvm.start(Waiting.class, told);
      try {
        Path used = usedBy(harness, told);
        assertThat(Files.getFileStore(used).type()).isEqualTo("tmpfs");
        (killed ? harness.destroyForcibly().onExit() : ended(harness)).get(1, TimeUnit.MINUTES);
        var unused = ShortLived.sweep();
        assertThat(used.getParent()).doesNotExist();
      } finally {
        harness.destroyForcibly();
      }
    }
  }

  private static CompletableFuture<Process> ended(Process harness) {
    harness.destroy();
    return harness.onExit();
  }

  @Test
  void moreThanHalfOfTheMemoryThatIsFreeIsNotTaken() {
    assertThat(ShortLived.inMemory("kv", Long.MAX_VALUE / 2)).isEmpty();
  }

  @Test
  void whatIsKilledLeavesItToTheNextAndALivingOneKeepsItsOwn() throws Exception {
    Path told = folder.resolve("told");
    Path toldToo = folder.resolve("told-too");
    Process killed = ChildJvm.start(Waiting.class, told);
    Process living = ChildJvm.start(Waiting.class, toldToo);
    try {
      Path left = usedBy(killed, told);
      Path used = usedBy(living, toldToo);
      Path own = ShortLived.directory("kv");
      killed.destroyForcibly().waitFor();
      assertThat(left.resolve("file")).exists();
      assertThat(ShortLived.sweep()).contains(left.getParent());
      assertThat(left.getParent()).doesNotExist();
      assertThat(ShortLived.sweep()).doesNotContain(used.getParent(), own.getParent());
      assertThat(used.resolve("file")).hasContent("x");
      assertThat(own).exists();
      // Nor does the next start take what is in use.
      living.destroyForcibly().waitFor();
      Path third = folder.resolve("third");
      Process next = ChildJvm.start(Waiting.class, third);
      usedBy(next, third);
      next.destroyForcibly().waitFor();
      assertThat(used.getParent()).doesNotExist();
      assertThat(own).exists();
      ShortLived.delete(own);
    } finally {
      killed.destroyForcibly();
      living.destroyForcibly();
      var unused = ShortLived.sweep();
    }
  }

  @Test
  void whatIsNotOursOrHasNoOwnerStays() throws IOException {
    Path tmp = Path.of(System.getProperty("java.io.tmpdir"));
    Path another = Files.createTempDirectory("kverdict");
    Path link = Files.createSymbolicLink(tmp.resolve(another.getFileName() + "-link"), folder);
    Files.writeString(folder.resolve("owner"), "");
    try {
      assertThat(ShortLived.sweep()).doesNotContain(another, link);
      assertThat(another).exists();
      assertThat(folder.resolve("owner")).exists();
    } finally {
      Files.delete(link);
      Files.delete(another);
    }
  }

  @Test
  void theAccountThatQemuRunsAsGetsThroughAndSeesNothing() throws IOException {
    Path made = ShortLived.directory("kv");
    assertThat(Files.getPosixFilePermissions(made)).isEqualTo(fromString("rwx------"));
    assertThat(Files.getPosixFilePermissions(made.getParent())).isEqualTo(fromString("rwx--x--x"));
    ShortLived.delete(made);
    assertThat(made).doesNotExist();
  }
}
