package dev.kverdict.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CompilerLinesTest {

  @Test
  void keepsTheErrorAndTheSourceLineBelowIt() {
    assertThat(
            CompilerLines.of(
                List.of(
                    "  CC [M]  fs/x/a.o",
                    "../fs/x/a.c: In function 'f':",
                    "../fs/x/a.c:7:3: error: implicit declaration of function 'g'",
                    "    7 |   g();",
                    "      |   ^",
                    "make[3]: *** [../scripts/Makefile.build:250: fs/x/a.o] Error 1")))
        .containsExactly("fs/x/a.c:7:3: error: implicit declaration of function 'g'", "7 |   g();");
  }

  @Test
  void keepsTheSourceLineThatClangShows() {
    assertThat(
            CompilerLines.of(
                List.of(
                    "  CC [M]  fs/x/a.o",
                    "../fs/x/a.c:7:3: error: call to undeclared function 'g'; ISO C99 and later",
                    "  g(a + b);",
                    "  ^ ~~~~~",
                    "../fs/x/a.c:9:1: error: unknown type name 'h'",
                    "1 error generated.",
                    "make[3]: *** [../scripts/Makefile.build:250: fs/x/a.o] Error 1")))
        .containsExactly(
            "fs/x/a.c:7:3: error: call to undeclared function 'g'; ISO C99 and later",
            "g(a + b);",
            "fs/x/a.c:9:1: error: unknown type name 'h'");
  }

  @Test
  void showsTheEndWhenNothingIsRecognised() {
    assertThat(CompilerLines.of(List.of("one", "two"))).containsExactly("one", "two");
  }

  @Test
  void isBounded() {
    assertThat(CompilerLines.of(java.util.Collections.nCopies(1000, "a.c:1: error: x")))
        .hasSizeLessThan(20);
  }
}
