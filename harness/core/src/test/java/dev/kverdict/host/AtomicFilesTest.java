package dev.kverdict.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Removes what a hostile program left, and nothing else. */
class AtomicFilesTest {

  @TempDir Path folder;

  private Path filled(String script) throws IOException {
    Path filled = Files.createDirectory(folder.resolve("filled"));
    CommandResult result =
        new HostLane(Map.of())
            .run(Command.of(filled, "sh", "-c", script).asChore().within(Duration.ofMinutes(10)));
    assertThat(result.ok()).as(result.summary()).isTrue();
    return filled;
  }

  @Test
  void aDirectoryDeeperThanPathMaxIsRemoved() throws IOException {
    Path filled =
        filled(
            "n=$(printf '%0200d' 0); i=0; while [ $i -lt 60 ]; do "
                + "mkdir $n && cd -P ./$n && echo x >f && i=$((i+1)) || exit; done");
    AtomicFiles.delete(filled);
    assertThat(filled).doesNotExist();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void linksAreRemovedAndNotFollowed() throws IOException {
    Path kept = Files.createDirectory(folder.resolve("kept"));
    Path file = Files.writeString(kept.resolve("file"), "kept");
    Path filled = filled("mkdir d; ln -s ../../kept d/l; ln -s ../kept/file f; mkfifo p");
    AtomicFiles.delete(filled);
    assertThat(filled).doesNotExist();
    assertThat(file).hasContent("kept");
    Path link = Files.createSymbolicLink(folder.resolve("link"), kept);
    AtomicFiles.delete(link);
    assertThat(link).doesNotExist();
    assertThat(file).hasContent("kept");
  }

  @Test
  void aDirectoryThatItsOwnerMayNotEnterIsRemoved() throws IOException {
    assumeFalse(Files.getAttribute(folder, "unix:uid").equals(0), "root may enter every folder");
    Path filled =
        filled(
            "for m in 000 100 200 300 400 500 600; do "
                + "mkdir -p $m/in/deeper && echo x >$m/in/f && chmod $m $m/in $m || exit; done");
    AtomicFiles.delete(filled);
    assertThat(filled).doesNotExist();
  }

  @Test
  void whatIsNotThereNeedsNotBeRemoved() throws IOException {
    AtomicFiles.delete(folder.resolve("none"));
    assertThat(folder).isEmptyDirectory();
  }
}
