package dev.kverdict.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RemovalTest {

  @TempDir private Path folder;

  @Test
  void linksAreRemovedAndNotFollowed() throws IOException {
    Path kept = Files.createDirectory(folder.resolve("kept"));
    Files.writeString(kept.resolve("file"), "");
    Path gone = Files.createDirectories(folder.resolve("gone/inner"));
    Files.createSymbolicLink(gone.resolve("link"), kept);
    Files.createSymbolicLink(gone.resolve("file"), kept.resolve("file"));
    Removal.of(folder.resolve("gone"));
    assertThat(folder.resolve("gone")).doesNotExist();
    assertThat(kept.resolve("file")).exists();
    Path link = Files.createSymbolicLink(folder.resolve("link"), kept);
    Removal.of(link);
    assertThat(Files.exists(link, java.nio.file.LinkOption.NOFOLLOW_LINKS)).isFalse();
    assertThat(kept.resolve("file")).exists();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 12, 13, 14, 60})
  void aFolderIsRemovedHoweverDeepItIs(int levels) throws IOException {
    Path deep = folder.resolve("gone");
    for (int i = 0; i < levels; i++) {
      deep = deep.resolve("d");
      Files.createDirectories(deep);
      Files.writeString(deep.resolve("file"), "");
    }
    Removal.of(folder.resolve("gone"));
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aFolderThatItsOwnerMayNotEnterIsOpenedForHim() throws IOException {
    Path locked = Files.createDirectories(folder.resolve("gone/locked/inner"));
    Files.writeString(locked.resolve("file"), "");
    for (Path each : new Path[] {locked, locked.getParent(), folder.resolve("gone")}) {
      Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("---------"));
    }
    Removal.of(folder.resolve("gone"));
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aFileIsRemovedAndWhatIsNotThereIsNoError() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    Removal.of(file);
    Removal.of(file);
    assertThat(file).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "plain ~ text|99|plain ~ text",
        "abcdef|4|abcd... (2 more characters)",
        "abcd|4|abcd",
      })
  void aLineOfALogIsPlainAndCut(String text, int most, String escaped) {
    assertThat(EscapedText.of(text, most)).isEqualTo(escaped);
  }

  @Test
  void nothingInALineOfALogBeginsALineOrDrivesATerminal() {
    assertThat(EscapedText.of("a\nb\r\t\u001b[2J\u007f\u00e9", 99))
        .isEqualTo("a\\nb\\u000d\\u0009\\u001b[2J\\u007f\\u00e9");
  }
}
