package dev.kverdict.binary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.host.Command;
import dev.kverdict.host.CommandResult;
import dev.kverdict.host.HostLane;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares the table with addr2line, which reads the same object in another way. */
class LineTableTest {

  private static final String FILE = "fs/small/small.c";

  private static final String SOURCE =
      """
      extern int volatile sink;
      static inline __attribute__((always_inline)) void shared(int a)
      {
      \tsink = a * 3;
      \tsink = a + 7;
      }
      void first(int a)
      {
      \tif (a > 5)
      \t\tshared(a);
      \tsink = 1;
      }
      void second(int a)
      {
      \tshared(a + 1);
      }
      __attribute__((cold, noinline)) void rare(void)
      {
      \tsink = 2;
      }
      __attribute__((section(".init.text"), noinline)) void once(void)
      {
      \tsink = 4;
      }
      """;

  @TempDir private Path folder;
  private final HostLane lane = new HostLane();
  private Path object = Path.of("unset");

  @BeforeEach
  void compile() throws IOException {
    Path source = folder.resolve(FILE);
    Files.createDirectories(source.getParent());
    Files.writeString(source, SOURCE);
    Files.createDirectory(folder.resolve("build"));
    object = folder.resolve("build/small.o");
    CommandResult compiled =
        lane.run(
            Command.of(
                    folder.resolve("build"),
                    "gcc",
                    "-ffile-prefix-map=" + folder.resolve("build") + "=.",
                    "-g",
                    "-O2",
                    "-c",
                    "../" + FILE,
                    "-o",
                    object.toString())
                .asChore());
    assertThat(compiled.output()).isEmpty();
  }

  @Test
  void aPlaceInASymbolHasTheLineThatAddr2lineGives() {
    LineTable table = LineTableReader.read(lane, object, FILE);
    for (LineRow row : table.at(19)) {
      CommandResult told =
          lane.run(
              Command.of(
                      folder,
                      "addr2line",
                      "-j",
                      row.section(),
                      "-e",
                      object.toString(),
                      Long.toHexString(row.address()))
                  .reading(object));
      assertThat(told.output().get(0)).endsWith("small.c:19");
    }
    assertThat(table.at(19)).isNotEmpty();
  }

  @Test
  void everyInlinedCopyOfALineIsFound() {
    LineTable table = LineTableReader.read(lane, object, FILE);
    assertThat(table.at(4))
        .extracting(LineRow::symbol)
        .containsExactlyInAnyOrder("first", "second");
    assertThat(table.at(4)).extracting(LineRow::function).containsOnly("shared");
    table.at(4).forEach(row -> assertThat(lineAt(row)).isEqualTo("small.c:4"));
    table.at(5).forEach(row -> assertThat(lineAt(row)).isEqualTo("small.c:5"));
  }

  @Test
  void aLineThatOnlyABranchReachesDoesNotBeginBeforeIt() {
    LineTable table = LineTableReader.read(lane, object, FILE);
    long branch = table.at(9).stream().mapToLong(LineRow::address).min().orElseThrow();
    assertThat(table.at(4))
        .filteredOn(row -> row.symbol().equals("first"))
        .allSatisfy(row -> assertThat(row.address()).isGreaterThan(branch));
  }

  @Test
  void sectionsAreKeptApart() {
    LineTable table = LineTableReader.read(lane, object, FILE);
    assertThat(table.at(19)).extracting(LineRow::section).containsExactly(".text.unlikely");
    assertThat(table.at(23)).extracting(LineRow::section).containsExactly(".init.text");
  }

  @Test
  void aFunctionIsFoundWhereItWasInlined() {
    LineTable table = LineTableReader.read(lane, object, FILE);
    assertThat(table.of("shared")).extracting(LineRow::symbol).contains("first", "second");
    assertThat(table.of("nowhere")).isEmpty();
  }

  @Test
  void anotherFileHasNoRows() {
    assertThat(LineTableReader.read(lane, object, "fs/other/small.c").none()).isTrue();
  }

  /** An assembler writes any number as a line's, and a linker puts code at any address. */
  @Test
  void numbersTooLargeForALineAndHighAddressesAreRead() {
    String disassembly =
        """
        Disassembly of section .text:

        ffffffff81000000 <first>:
        first():
        fs/small/small.c:4294967295
        ffffffff81000000:\tnop
        fs/small/small.c:9
        ffffffff81000001:\tnop
        """;
    String statements = "small.c    9   0xffffffff81000001   x\n";
    LineTable table =
        LineTableReader.read(
            new SpeakingLane(
                disassembly.getBytes(StandardCharsets.US_ASCII),
                statements.getBytes(StandardCharsets.US_ASCII)),
            object,
            FILE);
    assertThat(table.rows())
        .containsExactly(new LineRow(9, "first", "first", 1, 0xffffffff81000001L, ".text", true));
  }

  private String lineAt(LineRow row) {
    List<String> found =
        lane.run(
                Command.of(
                        folder,
                        "addr2line",
                        "-s",
                        "-j",
                        row.section(),
                        "-e",
                        object.toString(),
                        Long.toHexString(row.address()))
                    .reading(object))
            .output();
    return found.get(0).replaceFirst(" \\(discriminator.*", "");
  }
}
