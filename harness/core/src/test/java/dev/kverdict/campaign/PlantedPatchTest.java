package dev.kverdict.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.patch.PatchSet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The list of planted patches, and the way to have them as files. */
class PlantedPatchTest {

  /** Names the directory to which they are written, for a batch of them. */
  private static final String TO = "planted.to";

  @TempDir private Path folder;

  @Test
  void eachIsAPatchAndNoTwoAreTheSameChange() throws IOException {
    String asked = System.getProperty(TO);
    Path to = asked == null ? folder : Files.createDirectories(Path.of(asked));
    List<PlantedPatch> all = PlantedPatch.all();
    Set<String> changes = new HashSet<>();
    for (PlantedPatch planted : all) {
      Path file = to.resolve(planted.name() + ".patch");
      Files.writeString(file, planted.text(), StandardCharsets.UTF_8);
      PatchSet read = PatchSet.read(List.of(file));
      assertThat(read.patches()).as(planted.name()).hasSize(1);
      assertThat(changes.add(read.changes())).as(planted.name()).isTrue();
    }
    assertThat(all).hasSizeGreaterThanOrEqualTo(64);
  }
}
