package dev.kverdict.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefusedForkTest {

  private static final String MAKE = "make[2]: *** [../scripts/Makefile.build:255: a.o] Error 2";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/bin/sh: 1: Cannot fork",
        "sh: 12: Cannot fork",
        "bash: line 1: fork: retry: Resource temporarily unavailable",
        "/bin/sh: fork: Resource temporarily unavailable",
        "make[1]: fork: Resource temporarily unavailable",
        "make: /bin/sh: Resource temporarily unavailable",
        "make[1]: *** /usr/bin/gcc: Resource temporarily unavailable",
        "/bin/sh: 1: gcc: Resource temporarily unavailable",
        "bash: line 3: /usr/bin/ld: Resource temporarily unavailable",
        "make[1]: *** vfork: Resource temporarily unavailable.  Stop.",
        "gcc: fatal error: cannot execute 'as': vfork: Resource temporarily unavailable",
        "x86_64-linux-gnu-gcc-12: fatal error: cannot execute 'cc1': fork: Resource temporarily"
            + " unavailable",
        "clang: error: unable to execute command: posix_spawn: Resource temporarily unavailable",
      })
  void whatTheHostRefusedIsNoFaultOfThePatch(String line) {
    assertThat(RefusedFork.in(List.of("  CC      a.o", line, MAKE)))
        .hasValueSatisfying(why -> assertThat(why).contains(line, "try again"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "fs/ocfs2/a.c:1: Cannot fork",
        "warning: /bin/sh: 1: Cannot fork",
        "  CC      fork.o",
        "cat: /dev/tty: Resource temporarily unavailable",
        "make: a.c: Resource temporarily unavailable",
        "cannot fork",
      })
  void otherLinesAreNone(String line) {
    assertThat(RefusedFork.in(List.of(line, MAKE))).isEmpty();
  }

  @Test
  void aCompilerThatRefusesTheSourceIsBelieved() {
    assertThat(
            RefusedFork.in(
                List.of("../fs/a.c:3:1: error: unknown type name 'x'", "/bin/sh: 1: Cannot fork")))
        .isEmpty();
  }

  @Test
  void aLongLineIsNotLookedAt() {
    assertThat(RefusedFork.in(List.of("gcc" + "c".repeat(2000) + ": error: a"))).isEmpty();
  }
}
