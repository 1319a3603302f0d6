package dev.kverdict.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.oops.CrashReport;
import dev.kverdict.oops.CrashType;
import dev.kverdict.oops.Frame;
import dev.kverdict.oops.SourceQuote;
import dev.kverdict.oops.Symbols;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrashFileTest {

  private static final Symbols SOURCE =
      new Symbols() {
        @Override
        public List<Frame> resolve(Frame frame) {
          return List.of(frame);
        }

        @Override
        public Optional<String> statement(String source) {
          return Optional.empty();
        }

        @Override
        public Optional<SourceQuote> quote(String source) {
          return Optional.of(new SourceQuote(1, 1, List.of("line of " + source)));
        }
      };

  @TempDir private Path folder;

  private static CrashReport crash(int frames) {
    return new CrashReport(
        "kernel BUG in f",
        List.of(),
        CrashType.BUG,
        "f",
        "f.c:1",
        "BUG();",
        IntStream.range(0, frames)
            .mapToObj(i -> new Frame("f" + i, 1, 2, "m", false, i != 1, false, "f.c:" + i))
            .toList(),
        null,
        null,
        false,
        true,
        7,
        7,
        List.of("kernel BUG at f.c:1!", "RIP: f"));
  }

  @Test
  void crashesAreReadAsTheyWereWritten() throws IOException {
    CrashFile file = CrashFile.of(List.of(crash(3)), SOURCE);
    file.write(folder);
    assertThat(CrashFile.read(folder)).contains(file);
    assertThat(file.crashes())
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.frames())
                  .as("without guesses")
                  .extracting(Frame::function)
                  .containsExactly("f0", "f2");
              assertThat(one.offset()).isEqualTo(7);
              assertThat(one.lines()).isEqualTo(2);
            });
    assertThat(file.quotes()).containsOnlyKeys("f.c:0", "f.c:2", "f.c:1");
  }

  @Test
  void aFloodOfCrashesIsCut() {
    CrashFile file = CrashFile.of(Collections.nCopies(500, crash(500)), SOURCE);
    assertThat(file.crashes()).hasSize(3).allMatch(crash -> crash.frames().size() == 40);
    assertThat(file.quotes()).hasSize(32);
  }

  @Test
  void anotherVersionOrNoFileIsNone() throws IOException {
    assertThat(CrashFile.read(folder)).isEmpty();
    for (String text : List.of("{\"schema\":2,\"crashes\":[],\"quotes\":{}}", "{}", "[", "null")) {
      Files.writeString(folder.resolve(CrashFile.NAME), text);
      assertThat(CrashFile.read(folder)).as(text).isEmpty();
    }
  }
}
