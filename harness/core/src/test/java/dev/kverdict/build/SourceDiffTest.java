package dev.kverdict.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.InfraError;
import dev.kverdict.host.HostLane;
import dev.kverdict.host.Lane;
import dev.kverdict.patch.PatchEffect;
import dev.kverdict.patch.PatchedPlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceDiffTest {

  private final Lane lane = new HostLane();
  @TempDir private Path folder;
  private Path before;
  private Path after;

  @BeforeEach
  void trees() throws IOException {
    before = Files.createDirectories(folder.resolve("before/fs")).getParent();
    after = Files.createDirectories(folder.resolve("after/fs")).getParent();
  }

  private String diff(String... paths) throws IOException {
    Path diff = folder.resolve("changes.diff");
    SourceDiff.write(lane, before, after, new TreeSet<>(List.of(paths)), diff);
    assertThat(folder.resolve("changes.diff.part")).doesNotExist();
    return Files.readString(diff);
  }

  @Test
  void aFileThatDiffersIsThereAsAWhole() throws IOException {
    String line = "line\n".repeat(50);
    Files.writeString(before.resolve("fs/a.c"), line + "old\n" + line);
    Files.writeString(after.resolve("fs/a.c"), line + "new\n" + line);
    String diff = diff("fs/a.c");
    assertThat(diff).startsWith("--- a/fs/a.c\n+++ b/fs/a.c\n@@ -1,101 +1,101 @@\n line\n");
    assertThat(diff).contains("\n-old\n+new\n");
    assertThat(PatchEffect.of(diff, "it").places())
        .extracting(PatchedPlace::file)
        .containsExactly("fs/a.c");
  }

  @Test
  void whatIsTheSameIsNotThere() throws IOException {
    Files.writeString(before.resolve("fs/a.c"), "same\n");
    Files.writeString(after.resolve("fs/a.c"), "same\n");
    assertThat(diff("fs/a.c", "fs/nowhere.c")).isEmpty();
  }

  @Test
  void aFileThatIsNewOrGoneIsEmptyOnTheOtherSide() throws IOException {
    Files.writeString(after.resolve("fs/new.c"), "one\n");
    Files.writeString(before.resolve("fs/old.c"), "two\n");
    assertThat(diff("fs/new.c", "fs/old.c"))
        .isEqualTo(
            """
            --- a/fs/new.c
            +++ b/fs/new.c
            @@ -0,0 +1 @@
            +one
            --- a/fs/old.c
            +++ b/fs/old.c
            @@ -1 +0,0 @@
            -two
            """);
  }

  @Test
  void bytesThatAreNoTextAndNamesWithBlanksAreTakenAsTheyAre() throws IOException {
    Files.writeString(before.resolve("fs/an odd $name"), "a\0b\n");
    Files.writeString(after.resolve("fs/an odd $name"), "a\0c\n");
    assertThat(diff("fs/an odd $name")).contains("-a\0b\n+a\0c\n");
  }

  @Test
  void whatCannotBeComparedIsAnError() throws IOException {
    Files.createSymbolicLink(before.resolve("fs/x"), Path.of("x"));
    Files.writeString(after.resolve("fs/x"), "a file\n");
    assertThatThrownBy(() -> diff("fs/x"))
        .isInstanceOf(InfraError.class)
        .hasMessageContaining("cannot compare fs/x");
  }
}
