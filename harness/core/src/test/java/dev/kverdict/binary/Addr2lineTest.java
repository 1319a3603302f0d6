package dev.kverdict.binary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.InfraError;
import dev.kverdict.host.Command;
import dev.kverdict.host.HostLane;
import dev.kverdict.host.Lane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Addr2lineTest {

  private static final String SOURCE =
      """
      static inline __attribute__((always_inline)) void poke(volatile int *p)
      {
      \t*p = 1;
      }
      void outer(volatile int *p)
      {
      \tpoke(p);
      }
      """;

  private final Lane lane = new HostLane();
  @TempDir private Path folder;

  private Path object() throws IOException {
    Files.writeString(folder.resolve("a.c"), SOURCE);
    assertThat(
            lane.run(Command.of(folder, "gcc", "-g", "-O2", "-c", "a.c", "-o", "a.o").asChore())
                .output())
        .isEmpty();
    return folder.resolve("a.o");
  }

  @Test
  void anAddressHasItsInlinedFunctionsInnermostFirst() throws IOException {
    try (Addr2line tool = new Addr2line(lane, object(), ".text")) {
      for (int i = 0; i < 3; i++) { // one answer does not run into the next
        assertThat(tool.ask(0)).extracting(Addr2line.Place::function).endsWith("outer");
        assertThat(tool.ask(4))
            .extracting(Addr2line.Place::function)
            .as("endbr64 is outer's own; the store is poke's")
            .startsWith("poke")
            .endsWith("outer");
      }
      assertThat(tool.ask(4).get(0).where()).endsWith("a.c:3");
      assertThat(tool.ask(0xffff))
          .singleElement()
          .satisfies(place -> assertThat(place.where()).startsWith("??:"));
    }
  }

  @Test
  void whatIsNoObjectGetsNoAnswer() throws IOException {
    Path text = Files.writeString(folder.resolve("text"), "not an object");
    try (Addr2line tool = new Addr2line(lane, text, "")) {
      assertThatThrownBy(() -> tool.ask(0))
          .isInstanceOf(InfraError.class)
          .hasMessageContaining("addr2line");
    }
  }
}
