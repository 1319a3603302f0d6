package dev.kverdict.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.host.Command;
import dev.kverdict.host.CommandResult;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LastingFailureTest {

  private static final String ERROR = "../fs/a/b.c:12:3: error: expected ';' before 'return'";
  private static final String MAKE = "make[2]: *** [scripts/Makefile.build:250: fs/a/b.o] Error 1";

  private static boolean lasting(int code, boolean late, String ended, String... output) {
    return LastingFailure.isLasting(
        new CommandResult(Command.asking("make"), code, late, List.of(output), ended));
  }

  @Test
  void aCompilerErrorInThePatchIsLasting() {
    assertThat(lasting(2, false, "", "  CC fs/a/signal.o", ERROR, MAKE)).isTrue();
    assertThat(lasting(2, false, "", ERROR.substring(3), MAKE)).isTrue();
  }

  @Test
  void aBuildEndedByTheLaneOrASignalIsNotLasting() {
    assertThat(lasting(2, true, "", ERROR, MAKE)).isFalse();
    assertThat(lasting(2, false, "the build used more than 1 MiB of memory", ERROR)).isFalse();
    assertThat(lasting(143, false, "", ERROR, MAKE)).isFalse();
    assertThat(lasting(2, false, "", ERROR, "make[2]: *** [Makefile:1: a.o] Killed")).isFalse();
    assertThat(lasting(2, false, "", ERROR, "make[2]: *** [Makefile:1: a.o] Error 137")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gcc: fatal error: Killed signal terminated program cc1",
        "../fs/a/b.c:1:1: fatal error: error writing to /tmp/x.s: No space left on device",
        "cc1: out of memory allocating 65536 bytes after a total of 1 bytes",
        "virtual memory exhausted: Cannot allocate memory",
        "../fs/a/c.c:9:1: internal compiler error: Segmentation fault",
        "/bin/sh: 1: Cannot fork: Resource temporarily unavailable"
      })
  void whatAHostThatIsShortOfSomethingPrintsLeavesDoubt(String line) {
    assertThat(lasting(2, false, "", ERROR, line, MAKE)).isFalse();
    assertThat(lasting(2, false, "", line, MAKE)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../scripts/mod/modpost.c:12:3: error: unknown type name 'x'",
        "../arch/x86/tools/relocs.c:12:3: error: unknown type name 'x'",
        "scripts/extract-cert.c:21:10: fatal error: openssl/bio.h: No such file or directory",
        "no rule to make target 'x'"
      })
  void whatDependsOnTheHostOrIsNoWordOfTheCompilersIsNoReason(String line) {
    assertThat(lasting(2, false, "", line, MAKE)).isFalse();
  }

  @Test
  void aLineThatNoCompilerPrintsIsMatchedInBoundedTime() {
    String[] output = Stream.of(ERROR, "../".repeat(300_000) + "signal").toArray(String[]::new);
    assertThat(lasting(2, false, "", output)).isFalse();
  }
}
