package dev.kverdict.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.kverdict.UserError;
import dev.kverdict.host.HostLane;
import dev.kverdict.model.ProgramDef;
import dev.kverdict.store.Entry;
import dev.kverdict.store.Key;
import dev.kverdict.store.Store;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StaticCompilerTest {

  @TempDir private Path folder;
  private StaticCompiler compiler;

  @BeforeEach
  void prepare() {
    HostLane lane = new HostLane();
    compiler = new StaticCompiler(lane, new Store(folder.resolve("store"), lane, 1L << 30), null);
  }

  @Test
  void compilesTheAgentIntoAnElfFileThatNeedsNoInterpreter() throws IOException {
    try (Entry agent = compiler.agent()) {
      byte[] bytes = Files.readAllBytes(StaticCompiler.binary(agent));

      assertThat(Arrays.copyOf(bytes, 4)).isEqualTo(new byte[] {0x7f, 'E', 'L', 'F'});
      assertThat(new String(bytes, StandardCharsets.ISO_8859_1))
          .contains("dev.kverdict.agent")
          .doesNotContain("/lib64/ld-linux");
    }
  }

  @Test
  void namesThePlaceOfTheFirstErrorInAProgram() throws IOException {
    Path source = source("bad.c", "int main(void)\n{\n\treturn nothing;\n}\n");

    assertThatExceptionOfType(UserError.class)
        .isThrownBy(() -> compiler.program(def(source, Map.of()), folder).close())
        .withMessageStartingWith(source + ":3:")
        .withMessageContaining("nothing")
        .withMessageContaining("does not compile");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                                              | undefined reference to `main'
          int other(void); int main() { return other(); } | undefined reference to `other'
          """)
  void whatDoesNotLinkIsNamed(String text, String said) throws IOException {
    Path source = source("unlinked.c", text);
    assertThatExceptionOfType(UserError.class)
        .isThrownBy(() -> compiler.program(def(source, Map.of()), folder).close())
        .withMessageStartingWith(source + ": does not link: " + said);
  }

  @Test
  void severalErrorsAreALineEachAndNotTooMany() throws IOException {
    StringBuilder text = new StringBuilder("int main(void) {\n");
    for (int i = 1; i <= 8; i++) {
      text.append("\tnone").append(i).append(" = \"\u001b[1m\";\n");
    }
    Path source = source("many.c", text.append("}\n").toString());
    assertThatExceptionOfType(UserError.class)
        .isThrownBy(() -> compiler.program(def(source, Map.of()), folder).close())
        .satisfies(
            e -> {
              List<String> lines = e.getMessage().lines().toList();
              assertThat(lines).hasSize(6);
              assertThat(lines.get(0))
                  .startsWith(source + ":2:9: does not compile: 'none1' undeclared")
                  .contains("; fix it");
              assertThat(lines.get(1)).startsWith("    " + source + ":3:9: error: 'none2'");
              assertThat(lines.get(4)).startsWith("    " + source + ":6:9: error: 'none5'");
              assertThat(lines.get(5)).isEqualTo("    and 3 more errors");
              assertThat(String.join("", lines)).doesNotMatch(".*\\p{Cntrl}.*");
            });
  }

  @Test
  void tellsAMissingHeaderAndAMissingFunctionToo() throws IOException {
    Path include = source("include.c", "#include \"absent.h\"\nint main(void) { return 0; }\n");
    Path link = source("link.c", "int absent(void);\nint main(void) { return absent(); }\n");

    assertThatExceptionOfType(UserError.class)
        .isThrownBy(() -> compiler.program(def(include, Map.of()), folder).close())
        .withMessageStartingWith(include + ":1:")
        .withMessageContaining("absent.h");
    assertThatExceptionOfType(UserError.class)
        .isThrownBy(() -> compiler.program(def(link, Map.of()), folder).close());
  }

  @Test
  void findsHeadersBesideTheSourceAndAbove() throws IOException {
    source("above.h", "#define ABOVE 1\n");
    source("case/beside.h", "#define BESIDE 2\n");
    Path source =
        source(
            "case/a.c",
            "#include \"../above.h\"\n#include <beside.h>\n"
                + "int main(void) { return ABOVE + BESIDE; }\n");

    assertThat(exitCode(source, Map.of())).isEqualTo(3);
  }

  @Test
  void givesAProgramTheHeaderOfTheContractWhereverTheProgramLies() throws IOException {
    Path source =
        source(
            "case/a.c",
            "#include \"kv.h\"\nint main(void) { kv_plan(1); kv_check(\"bad\", 0); return 0; }\n");

    try (Entry entry = compiler.program(def(source, Map.of()), source.getParent())) {
      Programs.Result result = Programs.run(StaticCompiler.binary(entry));

      assertThat(result.output()).isEqualTo("1..1\nnot ok 1 - bad\n");
      assertThat(result.exitCode()).isEqualTo(1);
    }
  }

  @Test
  void aHeaderOfTheCasesOwnComesBeforeTheContracts() throws IOException {
    source("case/kv.h", "#define OWN 7\n");
    Path source = source("case/a.c", "#include <kv.h>\nint main(void) { return OWN; }\n");

    assertThat(exitCode(source, Map.of())).isEqualTo(7);
  }

  @Test
  void makesAnotherBinaryWhenADefineOrAnyHeaderChanges() throws IOException {
    source("far/away/value.h", "#define VALUE 5\n");
    Path source =
        source(
            "case/a.c",
            "#include \"../far/away/value.h\"\n#ifndef PLUS\n#define PLUS 0\n#endif\n"
                + "int main(void) { return VALUE + PLUS; }\n");

    assertThat(exitCode(source, Map.of())).isEqualTo(5);
    assertThat(exitCode(source, Map.of("PLUS", "4"))).isEqualTo(9);
    source("far/away/value.h", "#define VALUE 6\n");
    assertThat(exitCode(source, Map.of())).isEqualTo(6);
  }

  @Test
  void aProgramIsCompiledWithItsOwnOptionsAndLibraries() throws IOException {
    Path source =
        source(
            "a.c",
            "#include <math.h>\nvolatile double x = 2;\n"
                + "int main(void) { return DEFINED + (int)pow(x, 3); }\n");
    ProgramDef plain = def(source, Map.of());
    ProgramDef own =
        new ProgramDef(
            ProgramDef.Kind.C,
            source,
            Map.of(),
            List.of("-DDEFINED=1", "-O0"),
            List.of("m"),
            ProgramDef.Arch.X86_64);

    assertThatExceptionOfType(UserError.class)
        .isThrownBy(() -> compiler.program(plain, folder).close());
    try (Entry entry = compiler.program(own, folder)) {
      assertThat(Programs.run(StaticCompiler.binary(entry)).exitCode()).isEqualTo(9);
    }
  }

  @Test
  void namesALibraryThatIsNotThere() throws IOException {
    ProgramDef def =
        new ProgramDef(
            ProgramDef.Kind.C,
            source("a.c", "int main(void) { return 0; }\n"),
            Map.of(),
            List.of(),
            List.of("no-such-library"),
            ProgramDef.Arch.X86_64);

    assertThatExceptionOfType(UserError.class)
        .isThrownBy(() -> compiler.program(def, folder).close())
        .withMessageContaining("the library no-such-library is not there as a static one")
        .withMessageContaining("libno-such-library.a");
  }

  @Test
  void aProgramFor32BitsIsOneOrItsPackageIsNamed() throws IOException {
    ProgramDef def =
        new ProgramDef(
            ProgramDef.Kind.C,
            source("a.c", "int main(void) { return (int)sizeof(void *); }\n"),
            Map.of(),
            List.of(),
            List.of(),
            ProgramDef.Arch.I386);

    try (Entry entry = compiler.program(def, folder)) {
      assertThat(Files.readAllBytes(StaticCompiler.binary(entry))[4]).isEqualTo((byte) 1);
    } catch (UserError e) {
      assertThat(Path.of("/usr/lib32/libc.a")).doesNotExist();
      assertThat(e).hasMessageContaining("install gcc-multilib");
    }
  }

  @Test
  void takesAReadyMadeProgramAsItIs() throws IOException {
    Path program;
    try (Entry entry =
        compiler.program(def(source("a.c", "int main() { return 6; }\n"), Map.of()), folder)) {
      program = Files.copy(StaticCompiler.binary(entry), folder.resolve("ready"));
    }
    try (Entry entry = compiler.program(ready(program), folder)) {
      assertThat(StaticCompiler.binary(entry)).hasSameBinaryContentAs(program);
    }
    Path script = source("script", "#!/bin/sh\n");
    assertThatExceptionOfType(UserError.class)
        .isThrownBy(() -> compiler.program(ready(script), folder).close())
        .withMessageStartingWith(script.toString());
  }

  @Test
  void aProgramWithLibrariesIsTakenWhereThereIsAUserland() throws IOException {
    Path program = Path.of("/usr/bin/env"); // Debian links it to libc
    assertThatExceptionOfType(UserError.class)
        .isThrownBy(() -> compiler.program(ready(program), folder).close())
        .withMessageContaining("needs a dynamic linker");
    ProgramDef dynamic = ProgramDef.ready(ProgramDef.Kind.DYNAMIC, program);
    compiler.program(dynamic, folder).close();
    // What was taken so is not found by a program that has none.
    assertThatExceptionOfType(UserError.class)
        .isThrownBy(() -> compiler.program(ready(program), folder).close());
  }

  @Test
  void aScriptIsTakenAsItIsIfItIsOne() throws IOException {
    Path script = source("a.sh", "ls\n");
    ProgramDef def = ProgramDef.ready(ProgramDef.Kind.SCRIPT, script);
    try (Entry entry = compiler.program(def, folder)) {
      assertThat(StaticCompiler.binary(entry)).hasSameBinaryContentAs(script);
    }
    Files.writeString(script, "ls\r\n");
    assertThatExceptionOfType(UserError.class)
        .isThrownBy(() -> compiler.program(def, folder).close())
        .withMessageStartingWith(script + ": has the line ends of DOS");
  }

  private static ProgramDef ready(Path file) {
    return new ProgramDef(
        ProgramDef.Kind.BINARY, file, Map.of(), List.of(), List.of(), ProgramDef.Arch.X86_64);
  }

  @Test
  void knowsTheSameProgramAgain() throws IOException {
    Path source = source("a.c", "int main(void) { return 0; }\n");

    assertThat(key(source)).isEqualTo(key(source));
  }

  private Key key(Path source) {
    try (Entry entry = compiler.program(def(source, Map.of()), folder)) {
      return entry.key();
    }
  }

  private int exitCode(Path source, Map<String, String> define) throws IOException {
    try (Entry entry = compiler.program(def(source, define), folder)) {
      return Programs.run(StaticCompiler.binary(entry)).exitCode();
    }
  }

  private Path source(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private static ProgramDef def(Path source, Map<String, String> define) {
    return ProgramDef.c(source).with(define);
  }
}
