package dev.kverdict.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.model.Matrix;
import dev.kverdict.model.ProgramDef;
import dev.kverdict.sketch.CaseSketch;
import dev.kverdict.sketch.Destination;
import dev.kverdict.sketch.KnownFailure;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What {@code new} makes of its options, before a machine is started. */
class NewCommandTest {

  @TempDir private Path directory;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void write() throws IOException {
    put(
        "r.c",
        "#include <pthread.h>\n#include \"kv.h\"\nint main(void) { kv_plan(1); kv_step(\"open\", 1); }\n");
    put("bad.c", "int main(void) { return nothing; }\n");
    put("empty.c", "");
    put("r.txt", "hello\n");
    put("taken/case.yaml", "case: x\n");
    put("room/r.c", "another\n");
    put("disk.img", "d");
    put("no.patch", "hello\n");
    put("fix.patch", "--- a/fs/minix/file.c\n+++ b/fs/minix/file.c\n@@ -1,1 +1,2 @@\n a\n+b\n");
  }

  private void put(String file, String text) throws IOException {
    Path path = directory.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private String[] words(String options) {
    return options.strip().replaceAll("(^| |:)@", "$1" + directory + "/").split(" +");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          @missing.c --out @o                        | missing.c: there is no such file
          @room --out @o                             | room: is a directory
          @empty.c --out @o                          | empty.c: is empty
          @r.txt --out @o                            | is no C file, program of syzkaller
          @bad.c --out @o                            | bad.c:1:25: does not compile: 'nothing' undeclared
          @r.c --out @taken                          | taken/case.yaml: is there already
          @r.c --out @taken/case.yaml                | taken/case.yaml: is there already
          @r.c --out @room                           | room/r.c: is there already
          @r.c --out @r.txt/o                        | r.txt is no directory
          @r.c --out @o --kernel @none               | is no kernel, directory or archive
          @r.c --out @o --kernel git:@none@v6.1      | is no kernel, directory or archive
          @r.c --out @o --with kasan                 | a kernel that boots as it is shipped cannot be changed
          @r.c --out @o --with magic --kernel debian:6.1 | --with magic: there is no such word
          @r.c --out @o --image @none.img            | there is no such file; name a disk image
          @r.c --out @o --mount ext4                 | there is nothing to mount
          @r.c --out @o --patch @none.patch          | none.patch: there is no such file
          @r.c --out @o --patch @no.patch            | no.patch
          @r.c --out @o --prepare @room              | room: is a directory
          @r.c --out @o --report @none               | it does not exist
          @r.c --out @o --modules -x                 | --modules -x: is no name
          @r.c --out @o --libs -x                    | --libs -x: is no name
          @r.c --out @o --steps a/b                  | --steps a/b: is no name
          """)
  void aMistakeIsOneLineAndLeavesNothing(String options, String said) {
    String[] words =
        Stream.concat(
                Stream.of("new"),
                Stream.concat(
                    Stream.of(words(options)),
                    Stream.of("--runs", directory.resolve("runs").toString())))
            .toArray(String[]::new);
    int code =
        Kverdict.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err, true))
            .execute(words);
    assertThat(code).as(err.toString()).isEqualTo(Errors.USAGE);
    assertThat(err.toString().lines().filter(line -> !line.startsWith("    ")).toList()).hasSize(1);
    assertThat(err.toString()).startsWith("kverdict").contains(said.strip());
    assertThat(directory.resolve("o")).doesNotExist();
  }

  private CaseSketch sketch(String options) {
    return CommandLine.populateCommand(new NewOptions(), words(options)).sketch();
  }

  private Matrix written(CaseSketch sketch) {
    Destination place = Destination.of(directory.resolve("new"), sketch.name());
    sketch.requireRoom(place);
    return sketch.write(
        place, new KnownFailure("BUG: \"f\"\u00e9", null, sketch.steps(), "see"), List.of("head"));
  }

  @Test
  void whatIsWrittenIsReadAsItWasMeant() throws IOException {
    Matrix matrix =
        written(sketch("@r.c --image @disk.img --mount minix --patch @fix.patch --modules minix"));
    assertThat(matrix.caseName()).isEqualTo("r");
    assertThat(matrix.kernels().get("stock").modules()).containsExactly("minix");
    assertThat(Files.readString(matrix.file())).contains("rebuild: [fs/minix]");
    assertThat(matrix.patches().get("fix").content().paths()).containsExactly("fs/minix/file.c");
    var program = matrix.reproducers().get("r");
    assertThat(program.program().libs()).containsExactly("pthread");
    assertThat(program.steps()).containsExactly("mount", "open");
    assertThat(program.fails().crash()).containsExactly("BUG: \"f\"\u00e9");
    assertThat(program.images()).containsExactly("disk");
    assertThat(directory.resolve("new/disk.img")).hasContent("d");
    assertThat(Files.readString(matrix.file()))
        .startsWith("# head\n")
        .contains("# guards:", "# claims:");
  }

  @Test
  void aKernelThatIsBuiltGetsWhatTheProgramAndTheTitleTake() throws IOException {
    put(
        "m.c",
        "// gcc -m32 m.c\nint main(void) { mount(0, \"/\", \"ocfs2\", 0, 0); socket(1, 2, 3); }\n");
    Matrix matrix = written(sketch("@m.c --kernel debian:6.1 --title KASAN:_use-after-free_in_f"));
    var kernel = matrix.kernels().get("built");
    assertThat(kernel.modules()).containsExactly("ocfs2");
    assertThat(Files.readString(matrix.file()))
        .contains("{debian: linux-source-6.1}")
        .contains("with: [kasan, net], fragments: [fragments/ocfs2-as-module.config]");
    assertThat(matrix.reproducers().get("m").program().arch()).isEqualTo(ProgramDef.Arch.I386);
  }

  @Test
  void aFileThatLiesBesideTheCaseStaysWhereItIs() throws IOException {
    CaseSketch sketch = sketch("@r.c");
    Destination place = Destination.of(directory.resolve("mine.yaml"), sketch.name());
    sketch.requireRoom(place);
    Matrix matrix = sketch.write(place, new KnownFailure("x", null, List.of(), null), List.of());
    assertThat(matrix.file()).isEqualTo(directory.resolve("mine.yaml"));
    assertThat(matrix.reproducers().get("r").program().file()).isEqualTo(directory.resolve("r.c"));
  }

  @Test
  void sourcesOfKernelsAreToldByTheirForm() throws IOException {
    put("linux/Makefile", "VERSION = 6\n");
    put("linux.tar", "x");
    Map<String, String> forms =
        Map.of(
            "debian:6.12", "{debian: linux-source-6.12}",
            "debian:linux-source-6.1=6.1.176-1", "version: \"6.1.176-1\"",
            "distro:linux-image-cloud-amd64", "{distro: linux-image-cloud-amd64}",
            "git:https://example.org/l@v6.1", "{git: \"https://example.org/l\", rev: \"v6.1\"}",
            "@linux", "{dir: \"" + directory.resolve("linux") + "\"}",
            "@linux.tar", "sha256: ");
    forms.forEach(
        (form, source) ->
            assertThat(sketch("@r.c --kernel " + form).kernel().source()).contains(source));
  }
}
