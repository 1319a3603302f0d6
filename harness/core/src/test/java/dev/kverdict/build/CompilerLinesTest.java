package dev.kverdict.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
  void aToolThatIsMissingWithoutEndingAStepIsNoCause() {
    assertThat(
            CompilerLines.of(
                List.of(
                    "/bin/sh: 1: ../cc: not found",
                    "../fs/x/a.c:7:3: error: implicit declaration of function 'g'",
                    "make[3]: *** [../scripts/Makefile.build:250: fs/x/a.o] Error 1")))
        .containsExactly("fs/x/a.c:7:3: error: implicit declaration of function 'g'");
  }

  @Test
  void namesTheToolThatIsMissing() {
    assertThat(
            CompilerLines.of(
                List.of(
                    "/bin/sh: 1: ../cc: not found",
                    "  LD [M]  fs/x/x.ko",
                    "/bin/sh: 1: pahole: not found",
                    "make[3]: *** [../scripts/Makefile.modfinal:64: fs/x/x.ko] Error 127")))
        .containsExactly("/bin/sh: 1: pahole: not found");
  }

  @Test
  void showsTheEndWhenNothingIsRecognised() {
    assertThat(CompilerLines.of(List.of("one", "two"))).containsExactly("one", "two");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "make: *** [Makefile:2: all] Terminated",
        "make[2]: *** [../scripts/Makefile.build:500: fs/x] Killed",
        "make[1]: *** [k.mk:2: a.o] Segmentation fault (core dumped)",
        "make: *** [k.mk:2: all] Error 137"
      })
  void saysInPlainWordsThatASignalEndedAStep(String line) {
    List<String> output = List.of("  CC [M]  fs/x/a.o", line, "make: *** [Makefile:3: fs] Error 2");
    List<String> lines = CompilerLines.of(output);
    assertThat(lines.get(0))
        .startsWith("a step was ended by a signal that kverdict did not send")
        .endsWith(": " + line);
    assertThat(lines.subList(1, lines.size())).isEqualTo(output);
  }

  @Test
  void anErrorComesBeforeASignal() {
    assertThat(
            CompilerLines.of(
                List.of("make: *** [Makefile:2: all] Terminated", "../a.c:1:1: error: x")))
        .satisfiesExactly(
            line -> assertThat(line).isEqualTo("a.c:1:1: error: x"),
            line -> assertThat(line).contains("did not send"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "make: *** [Makefile:2: all] Error 1",
        "make: *** [Makefile:2: all] Error 128",
        "make: *** [Makefile:2: all] Error 193",
        "make: *** Waiting for unfinished jobs....",
        "make: *** No rule to make target 'x'.  Stop.",
        "make: [Makefile:2: all] Terminated (ignored)"
      })
  void otherFailuresAreNoSignals(String line) {
    assertThat(CompilerLines.of(List.of(line))).containsExactly(line);
  }

  @Test
  void isBounded() {
    assertThat(CompilerLines.of(java.util.Collections.nCopies(1000, "a.c:1: error: x")))
        .hasSizeLessThan(20);
  }
}
