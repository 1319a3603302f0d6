package dev.kverdict.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left of drills that were killed. */
class StageTest {

  @TempDir private Path caches;

  @Test
  void aStageWhoseDrillIsGoneIsRemovedAndNothingElse() throws IOException, InterruptedException {
    Process gone = new ProcessBuilder("true").start();
    gone.waitFor();
    String mine = "drill" + ProcessHandle.current().pid() + "-7";
    Files.createDirectories(caches.resolve("drill" + gone.pid() + "-7/cache"));
    Files.createDirectories(caches.resolve(mine));
    Files.createDirectories(caches.resolve("drill" + gone.pid()));
    Files.createDirectories(caches.resolve("v1"));

    Stage.removeStale(caches, "drill");

    assertThat(caches.toFile().list()).containsExactlyInAnyOrder(mine, "drill" + gone.pid(), "v1");
  }
}
