package dev.kverdict.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildWatchTest {

  @TempDir Path folder;

  @Test
  void aBuildThatCannotBeLookedAtIsEndedAndNotToBlame() throws Exception {
    CompletableFuture<Void> ended = new CompletableFuture<>();
    try (BuildWatch watch = BuildWatch.over(List.of(folder), Map.of())) {
      watch.begin(
          () -> {
            throw new IllegalStateException("no processes here");
          },
          () -> ended.complete(null));
      ended.get(5, TimeUnit.MINUTES);
      assertThat(watch.fault()).contains("no processes here");
      assertThat(watch.reason()).isEmpty();
    }
  }

  @Test
  void whatABuildHasWrittenBeforeTheFirstLookCounts() throws IOException {
    Files.writeString(folder.resolve("before"), "x".repeat(1 << 20));
    try (BuildWatch watch = BuildWatch.over(List.of(folder), Map.of(CageLimits.DISK, "1"))) {
      watch.lookOnceMore();
      assertThat(watch.reason()).isEmpty();
    }
    try (BuildWatch watch = BuildWatch.over(List.of(folder), Map.of(CageLimits.DISK, "1"))) {
      Files.writeString(folder.resolve("after"), "x".repeat(2 << 20));
      watch.lookOnceMore();
      assertThat(watch.reason()).contains("more than 1 MiB");
    }
  }
}
