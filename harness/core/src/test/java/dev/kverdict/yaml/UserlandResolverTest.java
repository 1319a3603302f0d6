package dev.kverdict.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.UserError;
import dev.kverdict.model.ConfigWord;
import dev.kverdict.model.KernelDef;
import dev.kverdict.model.Matrix;
import dev.kverdict.model.ProgramDef;
import dev.kverdict.model.ReproducerDef;
import dev.kverdict.model.Userland;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Scripts and userlands, as a case asks for them. */
class UserlandResolverTest {

  @TempDir private Path directory;

  @BeforeEach
  void files() throws IOException {
    for (String name : List.of("a.sh", "a.c", "a.config")) {
      Files.writeString(directory.resolve(name), "x\n");
    }
  }

  private Matrix matrix(String program) throws IOException {
    return matrix("source: {debian: linux-source-6.1}", program);
  }

  private Matrix matrix(String kernel, String program) throws IOException {
    String text =
        "case: c\nkernels: {k: {%s}}\nrepros: {p: {%s, fails: {crash: [x]}}}\n"
            .formatted(kernel, program);
    return MatrixReader.read(Files.writeString(directory.resolve("m.yaml"), text));
  }

  private static ReproducerDef program(Matrix matrix) {
    return Objects.requireNonNull(matrix.reproducers().get("p"));
  }

  private static KernelDef kernel(Matrix matrix) {
    return Objects.requireNonNull(matrix.kernels().get("k"));
  }

  @Test
  void aScriptHasTheUsualProgramsWithoutAskingForThem() throws IOException {
    ReproducerDef script = program(matrix("script: a.sh"));
    assertThat(script.program().kind()).isEqualTo(ProgramDef.Kind.SCRIPT);
    assertThat(script.userland()).isEqualTo(Userland.BASE);
    assertThat(
            program(matrix("script: a.sh, userland: {packages: [xfsprogs, tc=1:2-3]}")).userland())
        .isEqualTo(new Userland(List.of("xfsprogs", "tc=1:2-3")));
  }

  @Test
  void anotherProgramAsksForThem() throws IOException {
    assertThat(program(matrix("source: a.c")).userland()).isNull();
    assertThat(program(matrix("source: a.c, userland: {}")).userland()).isEqualTo(Userland.BASE);
    assertThat(program(matrix("program: a.c")).program().kind()).isEqualTo(ProgramDef.Kind.BINARY);
    assertThat(program(matrix("program: a.c, userland: {}")).program().kind())
        .isEqualTo(ProgramDef.Kind.DYNAMIC);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          script: a.sh, source: a.c                    | source: and script: exclude each other
          script: a.sh, program: a.c                   | program: and script: exclude each other
          script: a.sh, define: {A: 1}                 | a script is not compiled
          script: none.sh                              | no such file
          script: a.sh, userland: {packages: [-o]}     | '-o' is no package
          script: a.sh, userland: {packages: [A]}      | 'A' is no package
          script: a.sh, userland: {packages: [a b]}    | 'a b' is no package
          script: a.sh, userland: {packages: [xx-]}    | 'xx-' is no package
          script: a.sh, userland: {packages: [x=]}     | 'x=' is no package
          script: a.sh, userland: {packages: [../x]}   | '../x' is no package
          script: a.sh, userland: {packages: [xx, xx=1]} | 'xx=1' is named twice
          script: a.sh, userland: {image: x}           | image
          """)
  void whatIsWrongIsToldWhereItStands(String program, String message) {
    assertThatThrownBy(() -> matrix(program))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"script: a.sh", "source: a.c, userland: {}"})
  void aKernelThatIsBuiltHasWhatTheyNeed(String program) throws IOException {
    String source = "source: {debian: linux-source-6.1}";
    assertThat(kernel(matrix(source, program)).config().with())
        .containsExactly(ConfigWord.USERLAND);
    assertThat(
            kernel(matrix(source + ", config: {with: [userland, net]}", program)).config().with())
        .containsExactly(ConfigWord.USERLAND, ConfigWord.NET);
    assertThat(kernel(matrix(source, "source: a.c")).config().with()).isEmpty();
  }

  @Test
  void nothingElseIsAddedToAConfigurationOfOnesOwn() throws IOException {
    String kernel = "source: {debian: linux-source-6.1}, config: {fragments: [a.config]}";
    assertThat(kernel(matrix(kernel, "script: a.sh")).config().guest()).isFalse();
    assertThat(
            kernel(
                    matrix(
                        "source: {distro: linux-image-amd64}, rebuild: [fs/ext4]", "script: a.sh"))
                .config())
        .isEqualTo(KernelDef.Config.NONE);
  }
}
