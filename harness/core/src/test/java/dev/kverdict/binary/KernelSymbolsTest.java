package dev.kverdict.binary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.host.Command;
import dev.kverdict.host.CommandResult;
import dev.kverdict.host.HostLane;
import dev.kverdict.host.Lane;
import dev.kverdict.oops.Frame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * On an object linked as a module is: functions in several sections, addresses relative to each.
 */
class KernelSymbolsTest {

  private static final String DEMO =
      """
      extern volatile int sink;
      static inline __attribute__((always_inline)) void poke(int *p)
      {
      	*(volatile int *)p = 1;
      }
      __attribute__((noinline)) void outer(int *p)
      {
      	sink++;
      	poke(p);
      	sink++;
      }
      __attribute__((section(".init.text"), noinline)) void setup(void)
      {
      	sink = 3;
      }
      __attribute__((noinline, used)) static int twin(int x)
      {
      	return x + sink;
      }
      """;

  private static final String OTHER =
      """
      extern volatile int sink;
      __attribute__((noinline, used)) static int twin(int x)
      {
      	sink = x;
      	sink += x * 3;
      	return x * sink;
      }
      """;

  @TempDir Path folder;

  private final Lane lane = new HostLane();
  private Path module;
  private KernelSymbols symbols;

  @BeforeEach
  void link() throws IOException {
    Path source = Files.createDirectories(folder.resolve("source/fs"));
    Path build = Files.createDirectories(folder.resolve("source/build"));
    Files.writeString(source.resolve("demo.c"), DEMO);
    Files.writeString(source.resolve("other.c"), OTHER);
    for (String name : List.of("demo", "other")) {
      run(
          build,
          "gcc",
          "-g",
          "-O2",
          "-ffile-prefix-map=" + build + "=.",
          "-c",
          "../fs/" + name + ".c");
    }
    module = Files.createDirectories(folder.resolve("debug/fs")).resolve("de-mo.ko");
    run(build, "ld", "-r", "-o", module.toString(), "demo.o", "other.o");
    symbols = new KernelSymbols(lane, folder.resolve("debug"), folder.resolve("source"));
  }

  private void run(Path in, String... argv) {
    CommandResult result = lane.run(Command.of(in, argv).asChore());
    assertThat(result.ok()).as(result.summary()).isTrue();
  }

  @AfterEach
  void close() {
    symbols.close();
  }

  private static Frame frame(String function, long offset, long size, boolean exact) {
    return new Frame(function, offset, size, "de_mo", exact, true, false, null);
  }

  private ElfFile.Function function(String name, int which) throws IOException {
    return ElfFile.read(module).functions().stream()
        .filter(f -> f.name().equals(name))
        .skip(which)
        .findFirst()
        .orElseThrow();
  }

  /** The places of each byte of a function. */
  private List<List<Frame>> everywhere(String name) throws IOException {
    long size = function(name, 0).size();
    return LongStream.range(0, size)
        .mapToObj(offset -> symbols.resolve(frame(name, offset, size, true)))
        .toList();
  }

  @Test
  void anInlinedFunctionStandsBeforeTheOneThatHasIt() throws IOException {
    List<String> places = new ArrayList<>();
    for (List<Frame> frames : everywhere("outer")) {
      Frame last = frames.get(frames.size() - 1);
      assertThat(last.function()).isEqualTo("outer");
      assertThat(last.inlined()).isFalse();
      if (frames.size() == 2) {
        assertThat(frames.get(0).inlined()).isTrue();
        assertThat(frames.get(0).exact()).isTrue();
        assertThat(frames.get(0).function()).isEqualTo("poke");
        places.add(frames.get(0).source() + " in " + last.source());
      }
    }
    assertThat(places).isNotEmpty().containsOnly("fs/demo.c:4 in fs/demo.c:9");
  }

  @Test
  void aFunctionOutsideTheMainSectionIsFound() throws IOException {
    assertThat(function("setup", 0).section()).isEqualTo(".init.text");
    assertThat(everywhere("setup"))
        .allSatisfy(
            frames -> {
              assertThat(frames).hasSize(1);
              assertThat(frames.get(0).source()).matches("fs/demo\\.c:1[2-5]");
            });
  }

  @Test
  void aReturnAddressBelongsToTheCallBeforeIt() throws IOException {
    long size = function("outer", 0).size();
    for (long offset = 1; offset < size; offset++) {
      Frame called = symbols.resolve(frame("outer", offset, size, false)).get(0);
      Frame before = symbols.resolve(frame("outer", offset - 1, size, true)).get(0);
      assertThat(called.source()).isEqualTo(before.source());
    }
  }

  @Test
  void functionsOfOneNameAreDistinguishedByTheirSize() throws IOException {
    ElfFile.Function first = function("twin", 0);
    ElfFile.Function second = function("twin", 1);
    assertThat(first.size()).isNotEqualTo(second.size());

    assertThat(symbols.resolve(frame("twin", 0, second.size(), true)).get(0).source())
        .startsWith("fs/other.c:");
    Frame unknown = frame("twin", 0, Frame.UNKNOWN, true);
    assertThat(symbols.resolve(unknown)).containsExactly(unknown);
  }

  @Test
  void kallsymsCountsUpToTheNextSymbol() throws IOException {
    ElfFile.Function outer = function("outer", 0);
    long room = function("twin", 0).value() - outer.value();
    assertThat(symbols.resolve(frame("outer", 0, room, true)).get(0).source()).isNotNull();
    // A function of quite another size is another build's.
    assertThat(symbols.resolve(frame("outer", 0, room + 1, true)).get(0).source()).isNull();
    assertThat(symbols.resolve(frame("outer", 0, outer.size() - 1, true)).get(0).source()).isNull();

    long last = function("setup", 0).size();
    assertThat(symbols.resolve(frame("setup", 0, last + 4000, true)).get(0).source()).isNotNull();
    assertThat(symbols.resolve(frame("setup", 0, last + 9000, true)).get(0).source()).isNull();
  }

  @Test
  void whatIsNotKnownStaysAsItIs() throws IOException {
    Files.writeString(module.resolveSibling("broken.ko"), "no ELF file, though it is called one");
    Frame nobody = frame("nobody", 4, 8, true);
    Frame elsewhere = new Frame("outer", 4, 8, "no_such_module", true, true, false, null);
    Frame kernel = new Frame("vfs_write", 4, 8, null, true, true, false, null);
    Frame broken = new Frame("outer", 4, 8, "broken", true, true, false, null);
    for (Frame frame : List.of(nobody, elsewhere, kernel, broken)) {
      assertThat(symbols.resolve(frame)).containsExactly(frame);
    }
  }

  @Test
  void statementsAreQuotedFromTheSourceAndNothingElse() throws IOException {
    Files.writeString(folder.resolve("secret.c"), "int key = 7;\n");
    assertThat(symbols.statement("fs/demo.c:9")).hasValue("poke(p);");
    assertThat(symbols.statement("fs/none.c:9")).isEmpty();
    assertThat(symbols.statement("fs/../../secret.c:1")).isEmpty();
    assertThat(symbols.statement(folder.resolve("secret.c") + ":1")).isEmpty();
    Files.createSymbolicLink(folder.resolve("source/fs/link.c"), folder.resolve("secret.c"));
    assertThat(symbols.statement("fs/link.c:1")).isEmpty();
    assertThat(symbols.statement("fs:1")).isEmpty();
    assertThat(symbols.statement("fs/\0.c:1")).isEmpty();
    assertThat(symbols.statement("nonsense")).isEmpty();
  }

  @Test
  void linesAreQuotedWithTheirNumbers() {
    assertThat(symbols.quote("fs/demo.c:9"))
        .hasValueSatisfying(
            quote -> {
              assertThat(quote.first()).isEqualTo(5);
              assertThat(quote.line()).isEqualTo(9);
              assertThat(quote.lines()).hasSize(9).contains("\tpoke(p);");
            });
    assertThat(symbols.quote("fs/demo.c:1")).hasValueSatisfying(q -> assertThat(q.first()).isOne());
    assertThat(symbols.quote("fs/demo.c:999999")).isEmpty();
    assertThat(symbols.quote("fs/../../secret.c:1")).isEmpty();
    assertThat(symbols.quote("nonsense")).isEmpty();
  }

  @Test
  void manyPlacesAreAnsweredByOneProgramEach() throws IOException {
    for (int round = 0; round < 50; round++) {
      assertThat(everywhere("setup")).isNotEmpty();
    }
    long children =
        ProcessHandle.current()
            .descendants()
            .filter(child -> child.info().command().orElse("").endsWith("addr2line"))
            .count();
    assertThat(children).isEqualTo(1);
    symbols.close();
  }
}
