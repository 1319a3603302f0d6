package dev.kverdict.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NoMemoryTest {

  private static final String MAKE = "make[2]: *** [../scripts/Makefile.build:255: a.o] Error 1";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gcc: fatal error: Killed signal terminated program cc1",
        "x86_64-linux-gnu-gcc-12: fatal error: Killed signal terminated program cc1",
        "clang: error: unable to execute command: Killed",
        "cc1: out of memory allocating 65536 bytes after a total of 13787136 bytes",
        "/usr/lib/gcc/x86_64-linux-gnu/12/cc1: error while loading shared libraries: libc.so.6:"
            + " failed to map segment from shared object",
        "virtual memory exhausted: Cannot allocate memory",
        "LLVM ERROR: out of memory",
        "/usr/bin/ld: memory exhausted",
      })
  void aHostWithoutMemoryIsNoFaultOfThePatch(String line) {
    assertThat(NoMemory.in(List.of("  CC      a.o", line, MAKE)))
        .hasValueSatisfying(why -> assertThat(why).contains(line, "try again"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "fs/ocfs2/a.c:1: fatal error: Killed signal terminated program cc1",
        "gcc: internal compiler error: Segmentation fault signal terminated program cc1",
        "make[1]: *** [k.mk:2: a.o] Killed",
        "  CC      out of memory.o",
      })
  void otherLinesAreNone(String line) {
    assertThat(NoMemory.in(List.of(line, MAKE))).isEmpty();
  }

  @Test
  void aCompilerThatRefusesTheSourceIsBelieved() {
    assertThat(
            NoMemory.in(
                List.of(
                    "../fs/a.c:3:1: error: unknown type name 'x'",
                    "gcc: fatal error: Killed signal terminated program cc1")))
        .isEmpty();
  }

  @Test
  void aLongLineIsNotLookedAt() {
    String line = "cc1: out of memory allocating 1 bytes" + " ".repeat(2000);
    assertThat(NoMemory.in(List.of(line))).isEmpty();
  }
}
