package dev.kverdict.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.host.Command;
import dev.kverdict.host.HostLane;
import dev.kverdict.host.Lane;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StripTest {

  private final Lane lane = new HostLane();
  @TempDir private Path folder;

  @Test
  void aCopyLosesItsDebugInformationAndTheOriginalKeepsIt() throws IOException {
    Files.writeString(folder.resolve("a.c"), "int a(void) { return 1; }\n");
    assertThat(lane.run(Command.of(folder, "gcc", "-g", "-c", "a.c", "-o", "a.o").asChore()).ok())
        .isTrue();
    Path built = folder.resolve("a.o");
    byte[] before = Files.readAllBytes(built);
    Path stripped = folder.resolve("stripped.o");
    assertThat(lane.run(Strip.command("--strip-debug", built, stripped)).ok()).isTrue();
    assertThat(Files.readAllBytes(built)).isEqualTo(before);
    assertThat(sections(built)).contains(".debug_info");
    assertThat(sections(stripped)).contains(".text").doesNotContain(".debug_info");
  }

  private String sections(Path object) {
    return String.join(
        "\n", lane.run(Command.of(folder, "readelf", "-SW", object.toString()).asChore()).output());
  }

  @Test
  void nothingThatIsThereIsOverwritten() throws IOException {
    Path there = Files.writeString(folder.resolve("there"), "mine");
    assertThatThrownBy(() -> Strip.command("--strip-debug", folder.resolve("a.o"), there))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(there).hasContent("mine");
  }
}
