package dev.kverdict.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunsIndexTest {

  @TempDir private Path runs;

  @Test
  void hasEveryRunAndNamesThoseThatCannotBeRead() throws IOException {
    Path good = Files.createDirectory(runs.resolve("good"));
    Reports.writeAll(RunFactsTest.ran(RunFactsTest.facts(Map.of())), good);
    Files.writeString(
        Files.createDirectory(runs.resolve("old")).resolve(ResultJson.NAME), "{\"schema\":0}");
    Files.createDirectory(runs.resolve("unfinished"));
    assertThat(RunsIndex.write(runs)).isEqualTo(runs.resolve("index.html"));
    assertThat(runs.resolve("index.html"))
        .content()
        .contains("1 run", "a-case", "is not a result of this version of kverdict")
        .doesNotContain("unfinished");
    assertThat(good.resolve("report.html")).isNotEmptyFile();
  }

  @Test
  void aDirectoryWithoutRunsIsTheUsersMistake() {
    assertThatThrownBy(() -> RunsIndex.write(runs))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("holds no finished run");
    assertThatThrownBy(() -> RunsIndex.write(runs.resolve("none")))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("cannot be read: it does not exist");
  }
}
