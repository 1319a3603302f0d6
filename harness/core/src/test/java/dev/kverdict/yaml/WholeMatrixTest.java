package dev.kverdict.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.UserError;
import dev.kverdict.model.Credits;
import dev.kverdict.model.Defaults;
import dev.kverdict.model.Matrix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A matrix as a whole, and where it is wrong. */
class WholeMatrixTest extends ResolvedMatrix {

  @Test
  void theRestIsWhatIsWrittenOfIt() throws IOException {
    Matrix matrix = resolved(GOOD);
    assertThat(matrix.credits())
        .isEqualTo(new Credits("A Person <a@example.org>", "https://example.org/1"));
    assertThat(matrix.defaults()).isEqualTo(new Defaults(7, 50, Duration.ofMinutes(2), 0.99, 3));
    assertThat(resolved(GOOD.substring(0, GOOD.indexOf("defaults:"))).defaults())
        .isEqualTo(Defaults.BUILT_IN);
    assertThat(resolved(changed("reported-by: A Person <a@example.org>\n", "")).credits())
        .isEqualTo(new Credits(null, "https://example.org/1"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          A Person <a@example.org> | A <b> <c@d>       | is no reporter
          A Person <a@example.org> | "a\\nBcc: x@y.zz" | is no reporter
          https://example.org/1 | ftp://example.org    | is no address
          https://example.org/1 | "https://a b"        | is no address
          case: two-words    | case: two words         | 'two words' cannot be a name
          case: two-words    | root: .                 | the case has no name
          case: two-words    | root: nowhere           | no such directory
          confidence: 0.99   | confidence: 0.5         | must lie between 0.5 and 1, is 0.5
          confidence: 0.99   | confidence: 1           | must lie between 0.5 and 1
          trials: 7          | trials: 0               | 0 is out of range; use 1 to 10000
          maxTrials: 50      | maxTrials: 10001        | 10001 is out of range
          budget: 2m         | budget: 2h              | '2h' is no duration
          jobs: 3            | jobs: 257               | 257 is out of range; use 1 to 256
          files: [one.patch] | files: []               | patch 'one' has no file
          {files: [one.patch]} | {}                    | patches 'one' has no files
          {files: [one.patch]} | ~                     | 'one' is empty
          {files: [one.patch]} | {files: [one.patch], expect: {crash: ~}} | no verdict 'null'
          holds: {source: crash.c} | holds: {source: crash.c, fails: {crash: [a]}} | a guard must not fail
          """)
  void whatIsWrongElsewhereIsToldWhereItStands(String before, String after, String message) {
    assertMistake(this::resolved, before, after, message);
  }

  @Test
  void aMatrixHasAKernelAndAReproducer() throws IOException {
    assertThatThrownBy(() -> resolved("case: a\n"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("no kernel is defined");
    assertThatThrownBy(
            () -> resolved("case: a\nkernels: {k: {source: {debian: linux-source-6.1}}}\n"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("no reproducer is defined");
  }

  @Test
  void namesThatDifferOnlyInCaseMayBeOneDirectory() {
    assertMistake(
        this::resolved,
        "guards:\n",
        "guards:\n  Holds: {source: crash.c}\n",
        "'holds' is defined already at " + directory.resolve("m.yaml"));
  }

  @Test
  void aPlaceThatIsNotThereIsTheNearestAroundIt() throws IOException {
    Located file = written(GOOD);
    At small = At.of(file, "images", "small");
    assertThat(file.where("images/small/size")).endsWith("m.yaml:17:5");
    assertThat(file.where(small.pointer("mount/none"))).endsWith("m.yaml:20:5");
    assertThat(file.where(small.pointer(""))).endsWith("m.yaml:16:3");
    assertThat(file.where("nowhere/at/all")).endsWith("m.yaml:1:1");
    assertThat(small.error("size", "is wrong", "fix it"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("m.yaml:17:5: is wrong; fix it");
    assertThat(Located.known(List.of())).isEqualTo("none is defined");
  }

  @Test
  void whatIsNoMatrixIsRefusedBeforeItIsParsed() throws IOException {
    Path file = directory.resolve("m.yaml");
    Files.writeString(file, "#".repeat((1 << 20) + 1));
    assertThatThrownBy(() -> Located.read(file))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("larger than 1048576 bytes");
    Files.write(file, new byte[] {'a', (byte) 0xff});
    assertThatThrownBy(() -> Located.read(file))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("cannot be read: it is no UTF-8 text");
    assertThatThrownBy(() -> Located.read(directory.resolve("none.yaml")))
        .isInstanceOf(UserError.class);
    assertThatThrownBy(() -> written("a: " + "[".repeat(50)))
        .isInstanceOf(UserError.class)
        .hasMessageNotContaining("\n");
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "999999999, 999999999",
    "2KiB, 2048",
    "' 3MiB ', 3145728",
    "1GiB, 1073741824"
  })
  void aSizeIsBytesOrAPowerOfTwo(String text, long bytes) throws IOException {
    assertThat(Values.bytes(written(GOOD), "images/small/size", text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @CsvSource({"1ms, PT0.001S", "30s, PT30S", "' 2m', PT2M"})
  void aDurationHasAUnit(String text, Duration duration) throws IOException {
    assertThat(Values.duration(written(GOOD), "defaults/budget", text)).isEqualTo(duration);
  }
}
