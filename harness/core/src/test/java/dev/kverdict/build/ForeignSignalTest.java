package dev.kverdict.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForeignSignalTest {

  @ParameterizedTest
  @CsvSource({
    "make[1]: *** [Makefile:3: a.o] Killed, true",
    "make: *** [a.o] Error 137, true",
    "/usr/bin/make[12]: *** [a.o] Error 143, true",
    "make: *** [a.o] Error 129, true",
    "make: *** [a.o] Error 192, true",
    "make: *** [a.o] Error 128, false",
    "make: *** [a.o] Error 193, false",
    "make: *** [a.o] Error 1, false",
    "make: *** [a.o] Error 1370, false",
    "a.c:1: make: *** [a.o] Killed by a bug, false",
    "make: nothing to be done, false"
  })
  void makeTellsOfASignal(String line, boolean told) {
    assertThat(ForeignSignal.ofStep(List.of("  CC a.o", line, "more")).isPresent()).isEqualTo(told);
  }

  @Test
  void aLongLineIsAMakefilesOwn() {
    String line = "make: *** [" + "a".repeat(1000) + "] Killed";
    assertThat(ForeignSignal.ofStep(List.of(line))).isEmpty();
  }

  @Test
  void whoWasEndedIsToldWithTheLastLine() {
    assertThat(ForeignSignal.ofStep(List.of("make: *** [a.o] Killed", "make: *** [b.o] Killed")))
        .hasValueSatisfying(words -> assertThat(words).endsWith(": make: *** [a.o] Killed"));
    assertThat(ForeignSignal.ofMake(9, List.of("one", "two")))
        .startsWith("make was ended by signal 9, which kverdict did not send")
        .endsWith("its last line: two");
    assertThat(ForeignSignal.ofMake(9, List.of())).endsWith("its last line: none");
  }
}
