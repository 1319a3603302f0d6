package dev.kverdict.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RootTest {

  @TempDir private Path folder;
  private Path inside;

  @BeforeEach
  void make() throws IOException {
    inside = Files.createDirectories(folder.resolve("inside/cases"));
    Files.createFile(inside.resolve("a.yaml"));
    Files.createFile(folder.resolve("secret"));
    Files.createSymbolicLink(inside.resolve("link"), folder.resolve("secret"));
    Files.createSymbolicLink(inside.resolve("up"), folder);
  }

  private Root root() {
    return new Root(folder.resolve("inside"));
  }

  @Test
  void takesWhatIsInTheDirectory() {
    assertThat(root().name(root().existing("cases/../cases/a.yaml"))).isEqualTo("cases/a.yaml");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../secret", "cases/../../secret", "cases/link", "cases/up/secret", "/etc/passwd"})
  void nothingLeadsOutOfIt(String written) {
    assertThatThrownBy(() -> root().existing(written))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("outside");
  }

  @ParameterizedTest
  @ValueSource(strings = {"cases/none.yaml", "a\0b"})
  void whatIsNotThereIsTheAgentsMistake(String written) {
    assertThatThrownBy(() -> root().existing(written))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("is not in");
  }

  @Test
  void isADirectory() {
    assertThatThrownBy(() -> new Root(folder.resolve("secret"))).isInstanceOf(UserError.class);
    assertThatThrownBy(() -> new Root(folder.resolve("none"))).isInstanceOf(UserError.class);
  }
}
