package dev.kverdict.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an interrupted run leaves in the directory for temporary files: nothing. */
class ShortLivedTest {

  @TempDir private Path folder;

  /** A harness that waits to be ended, with a directory that is in use and one that is not. */
  static final class Waiting {
    public static void main(String[] args) throws IOException, InterruptedException {
      Path used = ShortLived.directory("kv");
      Files.writeString(used.resolve("file"), "x");
      ShortLived.delete(ShortLived.directory("kv"));
      Files.writeString(Path.of(args[0]), used.toString());
      Thread.sleep(Long.MAX_VALUE);
    }
  }

  @Test
  void whatIsInterruptedLeavesNoDirectory() throws Exception {
    Path told = folder.resolve("told");
    Process harness = ChildJvm.start(Waiting.class, told);
    try {
      await().until(() -> Files.exists(told) && !Files.readString(told).isEmpty());
      Path used = Path.of(Files.readString(told));
      assertThat(used.resolve("file")).hasContent("x");
      harness.destroy(); // SIGTERM; Ctrl-C goes the same way
      assertThat(harness.waitFor(1, TimeUnit.MINUTES)).isTrue();
      assertThat(used).doesNotExist();
    } finally {
      harness.destroyForcibly();
    }
  }

  @Test
  void whatIsRemovedIsGoneAtOnce() throws IOException {
    Path made = ShortLived.directory("kv");
    Files.writeString(made.resolve("file"), "x");
    ShortLived.delete(made);
    assertThat(made).doesNotExist();
  }
}
