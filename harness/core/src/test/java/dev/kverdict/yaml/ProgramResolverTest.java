package dev.kverdict.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.UserError;
import dev.kverdict.model.ProgramDef.Arch;
import dev.kverdict.model.ProgramDef.Kind;
import dev.kverdict.model.ReproducerDef;
import dev.kverdict.model.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs of a matrix, and each mistake that is possible in them. */
class ProgramResolverTest extends ResolvedMatrix {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          MODE: 1            | 1MODE: 1           | is no macro with a value
          MODE: 1            | MODE: ~            | is no macro with a value
          args: [a]          | timeout: 0s        | '0s' is no duration
          args: [a]          | timeout: 5h        | '5h' is no duration
          args: [a]          | accepts: [read]    | no step 'read'; known are: mount, open, write
          {crash: [kernel BUG in f]} | {crash: [a], check: open} | write exactly one of the two
          fails: {crash: [kernel BUG in f]} | timeout: 1s | does not say how it fails
          source: crash.c    | program: crash.c   | a ready-made program is not compiled
          args: [a]          | arch: arm          | 'arm' is not known
          args: [a]          | sandbox: jail      | 'jail' is not known
          args: [a]          | libs: [-lpthread]  | '-lpthread' is no library
          args: [a]          | libs: ["a b"]      | 'a b' is no library
          """)
  void aProgramThatCannotRunIsRefused(String before, String after, String message) {
    assertMistake(this::program, before, after, message);
  }

  @Test
  void aProgramIsCompiledAndRunAsItsOptionsSay() throws IOException {
    ReproducerDef plain = program(GOOD);
    assertThat(plain.program().kind()).isEqualTo(Kind.C);
    assertThat(plain.program().arch()).isEqualTo(Arch.X86_64);
    assertThat(plain.running().sandbox()).isEqualTo(Sandbox.NONE);
    ReproducerDef other =
        program(
            changed(
                "args: [a]",
                "args: [a]\n    cflags: [-O0, -Wno-all, -fno-builtin, '-DA=\"b c\"', -march=i686]\n"
                    + "    libs: [pthread, stdc++]\n    arch: i386\n    sandbox: namespace"));
    assertThat(other.program().cflags())
        .containsExactly("-O0", "-Wno-all", "-fno-builtin", "-DA=\"b c\"", "-march=i686");
    assertThat(other.program().libs()).containsExactly("pthread", "stdc++");
    assertThat(other.program().arch()).isEqualTo(Arch.I386);
    assertThat(other.running().sandbox()).isEqualTo(Sandbox.NAMESPACE);
  }

  @Test
  void aProgramMayBeOfSyzkallerOrReadyMade() throws IOException {
    Files.writeString(directory.resolve("a.syz"), "sync()\n");
    assertThat(program(changed("source: crash.c\n", "source: a.syz\n")).program().kind())
        .isEqualTo(Kind.SYZ);
    ReproducerDef ready =
        program(changed("source: crash.c\n    define: {MODE: 1, SIZE: 2}\n", "program: crash.c\n"));
    assertThat(ready.program().kind()).isEqualTo(Kind.BINARY);
    assertThat(ready.program().file()).isEqualTo(directory.resolve("crash.c"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-o",
        "-oprogram",
        "-B/tmp",
        "-wrapper",
        "-fplugin=evil",
        "-fplugin-arg-evil-x=y",
        "-specs=evil",
        "-Wl,-Tscript",
        "-Wa,-a",
        "-Wp,-MDfile",
        "-xassembler",
        "-I/etc",
        "-include",
        "-imacros",
        "-save-temps",
        "-fdump-tree-all",
        "-fprofile-use=x",
        "-fuse-ld=gold",
        "-MFfile",
        "-Lhere",
        "-lpthread",
        "-static",
        "-shared",
        "other.c",
        "-",
        "-f",
        "-fa/b",
        "-DA\nB"
      })
  void anOptionThatReadsOrRunsSomethingElseIsRefused(String flag) {
    assertThatThrownBy(() -> program(withFlag(flag)))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("cannot be used here; options that begin with -O");
  }

  @Test
  void noFileOfOptionsIsRead() {
    assertThatThrownBy(() -> program(withFlag("@options")))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("'@options' cannot be used here");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-m32", "-m64", "-mx32", "-m16"})
  void theWordSizeHasAKeyOfItsOwn(String flag) {
    assertThatThrownBy(() -> program(withFlag(flag)))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("write arch: i386");
  }

  private static String withFlag(String flag) {
    return changed("args: [a]", "args: [a]\n    cflags: [\"" + flag.replace("\n", "\\n") + "\"]");
  }

  @Test
  void aProgramHasOneOriginWhichIsThere() {
    String both = changed("source: crash.c\n", "source: crash.c\n    program: crash.c\n");
    assertThatThrownBy(() -> program(both))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("source: and program: exclude each other");
    String gone = changed("source: crash.c\n    define: {MODE: 1, SIZE: 2}\n", "program: none\n");
    assertThatThrownBy(() -> program(gone))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("no such file");
  }

  @Test
  void aReadyMadeProgramHasNothingToDefine() throws IOException {
    String ready =
        changed("source: crash.c\n    define: {MODE: 1, SIZE: 2}\n", "program: crash.c\n");
    assertThatThrownBy(() -> resolved(ready))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("'crash' is not compiled; remove define:");
  }
}
