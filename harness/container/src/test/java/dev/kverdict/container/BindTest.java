package dev.kverdict.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.InfraError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BindTest {

  @TempDir Path given;
  private Path folder;

  @BeforeEach
  void resolve() throws IOException {
    folder = given.toRealPath();
    Files.createDirectories(folder.resolve("a/b/c"));
  }

  private Bind read(String name) {
    return new Bind(folder.resolve(name), folder.resolve(name), false);
  }

  private Bind write(String name) {
    return new Bind(folder.resolve(name), folder.resolve(name), true);
  }

  @Test
  void writableFolderLiesInReadOnlyOne() {
    assertThat(Bind.of(List.of(folder.resolve("a")), List.of(folder.resolve("a/b"))))
        .containsExactly(read("a"), write("a/b"));
  }

  @Test
  void whatLiesInABoundFolderNeedsNoBindOfItsOwn() {
    assertThat(Bind.of(List.of(folder.resolve("a"), folder.resolve("a/b")), List.of()))
        .containsExactly(read("a"));
    assertThat(
            Bind.of(
                List.of(folder.resolve("a/b")),
                List.of(folder.resolve("a"), folder.resolve("a/b/c"))))
        .containsExactly(write("a"));
  }

  @Test
  void samePathReadAndWrittenIsWritable() {
    assertThat(Bind.of(List.of(folder.resolve("a/")), List.of(folder.resolve("./a"))))
        .containsExactly(write("a"));
  }

  @Test
  void whatDoesNotExistIsLeftOut() {
    assertThat(
            Bind.of(List.of(folder.resolve("not/there")), List.of(folder.resolve("a/b/new-file"))))
        .isEmpty();
  }

  @Test
  void linkIsBoundUnderItsNameAndWhereItLeads() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("a"));
    assertThat(Bind.of(List.of(link), List.of()))
        .containsExactly(new Bind(folder.resolve("a"), link, false), read("a"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/usr", "/usr/../etc", "/dev", "/proc", "/tmp"})
  void wholeSystemFoldersAreRefused(String path) {
    assertThatThrownBy(() -> Bind.of(List.of(), List.of(Path.of(path))))
        .isInstanceOf(InfraError.class)
        .hasMessageContaining("may not get as a whole");
  }
}
