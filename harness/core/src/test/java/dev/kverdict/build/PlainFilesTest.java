package dev.kverdict.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlainFilesTest {

  @TempDir Path directory;

  private Path output;
  private Path secret;

  @BeforeEach
  void build() throws IOException {
    output = Files.createDirectories(directory.resolve("build"));
    Files.createDirectories(directory.resolve("home"));
    secret = Files.writeString(directory.resolve("home/secret"), "secret");
  }

  @Test
  void aFileOfTheBuildIsTaken() throws IOException {
    Path file = Files.writeString(output.resolve(".config"), "x");
    assertThat(PlainFiles.require(output, file)).isEqualTo(file);
    PlainFiles.requireAll(output);
  }

  @Test
  void aLinkIsNot() throws IOException {
    Path link = Files.createSymbolicLink(output.resolve(".config"), secret);
    assertThatThrownBy(() -> PlainFiles.require(output, link)).isInstanceOf(BuildStopped.class);
    assertThatThrownBy(() -> PlainFiles.requireAll(output)).isInstanceOf(BuildStopped.class);
  }

  @Test
  void aFileBehindALinkedDirectoryIsNot() throws IOException {
    Files.createSymbolicLink(output.resolve("include"), directory.resolve("home"));
    Path file = output.resolve("include/secret");
    assertThatThrownBy(() -> PlainFiles.require(output, file)).isInstanceOf(BuildStopped.class);
  }

  @Test
  void aMissingFileIsNot() {
    Path file = output.resolve("System.map");
    assertThatThrownBy(() -> PlainFiles.require(output, file)).isInstanceOf(BuildStopped.class);
  }
}
