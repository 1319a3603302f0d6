package dev.kverdict.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.kverdict.UserError;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a case file holds: a case whose files are below its root, or one error. */
class MatrixFuzzTest {

  private static final long SEED = 20261129;
  private static final int INPUTS = Integer.getInteger("kverdict.fuzz", 1500);

  private static final String CASE =
      """
      case: a
      kernels:
        k: {source: {debian: linux-source-6.1}, modules: [m], smp: 2}
      images:
        i: {size: 1MiB, make: [mkfs.minix, "{image}"], mount: {type: minix}}
      patches:
        p: {files: [p.patch], expect: {r: FIXED}}
      repros:
        r: {source: r.c, image: i, steps: [open, check], fails: {check: check}, timeout: 4s}
        s: {source: r.c, define: {A: "1"}, fails: {crash: [x]}}
      guards:
        g: {source: r.c, steps: [open]}
      claims:
        - {id: C1, says: "text", repro: s, on: control, expect: no-crash}
      """;

  private static final List<String> PIECES =
      List.of(
          ": ",
          "- ",
          "{",
          "}",
          "[",
          "]",
          "\"",
          "'",
          "&a ",
          "*a ",
          "<<: *a\n",
          "!!java.io.File ",
          "|\n",
          ">\n",
          "#",
          "\n",
          "\t",
          "\u0000",
          "\u001b[1m",
          "\u00e9",
          "../../../etc/passwd",
          "/etc/passwd",
          "~",
          "null",
          "99999999999999999999",
          "1e999",
          "? ",
          "---\n",
          "%YAML 9.9\n",
          "include: [m.yaml]\n",
          "root: ../..\n",
          "[".repeat(200),
          "a: ".repeat(50));

  @TempDir private Path folder;

  private String damaged(Random random) {
    StringBuilder text = new StringBuilder(CASE);
    for (int i = random.nextInt(4); i >= 0; i--) {
      int at = random.nextInt(text.length() + 1);
      int end = Math.min(text.length(), at + random.nextInt(30));
      switch (random.nextInt(3)) {
        case 0 -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
        case 1 -> text.delete(at, end);
        default -> text.replace(at, end, PIECES.get(random.nextInt(PIECES.size())));
      }
    }
    return text.toString();
  }

  @Test
  void anyFileIsACaseOrAUserErrorInOneLine() throws IOException {
    Files.writeString(folder.resolve("r.c"), "int main(void) { return 0; }\n");
    Files.writeString(folder.resolve("p.patch"), "--- a/a.c\n+++ b/a.c\n@@ -1 +1 @@\n-a\n+b\n");
    Path file = Files.writeString(folder.resolve("m.yaml"), CASE);
    assertThat(MatrixReader.read(file).caseName()).isEqualTo("a");
    Random random = new Random(SEED);
    int cases = 0;
    for (int i = 0; i < INPUTS; i++) {
      Files.write(file, damaged(random).getBytes(StandardCharsets.UTF_8));
      try {
        MatrixReader.read(file)
            .reproducers()
            .values()
            .forEach(repro -> assertThat(repro.program().file().normalize()).startsWith(folder));
        cases++;
      } catch (UserError e) {
        assertThat(e.getMessage()).as("input %d", i).matches("[^\\p{Cntrl}]{1,3000}");
      }
    }
    assertThat(cases).as("not all are refused at the door").isGreaterThan(INPUTS / 200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/dev/zero", "huge.yaml"})
  void whatHasNoEndIsRefusedAndNotRead(String name) throws IOException {
    Path file = folder.resolve(name);
    if (!file.isAbsolute() || file.startsWith(folder)) {
      try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
        sparse.setLength(1L << 30);
      }
    }
    assertThat(catchThrowable(() -> MatrixReader.read(file)))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(file + ": is larger than 1048576 bytes");
  }

  @Test
  void aliasesThatMultiplyAreRefused() throws IOException {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 12; i++) {
      bomb.append("a%d: &a%d [".formatted(i, i));
      bomb.append(("*a" + (i - 1) + ", ").repeat(9)).append("*a").append(i - 1).append("]\n");
    }
    Path file = Files.writeString(folder.resolve("m.yaml"), bomb);
    assertThat(catchThrowable(() -> MatrixReader.read(file))).isInstanceOf(UserError.class);
  }
}
