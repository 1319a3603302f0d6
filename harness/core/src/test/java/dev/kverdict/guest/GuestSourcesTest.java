package dev.kverdict.guest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.record.StepResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Programs for the guest compile without warnings, and keep their contract. */
class GuestSourcesTest {

  @TempDir private Path folder;

  @Test
  void theAgentCompilesWithoutAWarningFromExactlyTheFilesTheCompilerIsGiven() throws IOException {
    Path sources =
        Programs.repository().resolve("harness/core/src/main/resources/dev/kverdict/guest");
    List<String> names;
    try (Stream<Path> files = Files.list(sources)) {
      names = files.map(file -> file.getFileName().toString()).sorted().toList();
    }

    assertThat(names).contains(StaticCompiler.CANARY);
    compiles(List.of(sources.resolve(StaticCompiler.CANARY)), List.of());
    names = names.stream().filter(name -> !name.equals(StaticCompiler.CANARY)).toList();
    assertThat(StaticCompiler.AGENT).containsExactlyInAnyOrderElementsOf(names);
    compiles(
        names.stream().filter(name -> name.endsWith(".c")).map(sources::resolve).toList(),
        List.of());
  }

  @ParameterizedTest
  @CsvSource({
    "ocfs2/cow-bug-on.c,",
    "ocfs2/cow-bug-on.c, -DSTEP8=FITRIM",
    "ocfs2/cow-bug-on.c, -DSTEP8=NONE -DOVERWRITES=2",
    "ocfs2/cow-bug-on.c, -DPAUSE=1",
    "ocfs2/stale-read.c,",
    "ocfs2/move-keeps-data.c,",
    "ocfs2/move-keeps-data.c, -DGOAL_BLOCK=33000",
    "ocfs2/lost-clusters.c,",
    "ocfs2/syzbot-steps.c,",
    "ocfs2/syzbot-steps.c, -DSTEP8=FITRIM",
    "ocfs2/syzbot-steps.c, -DSTEP8=NONE -DOVERWRITES=2",
    "ocfs2/syzbot-steps.c, -DPAUSE=1",
    "ocfs2/syzbot-repeat.c,",
  })
  void everyReproducerCompilesWithoutAWarning(String name, String defines) throws IOException {
    compiles(
        List.of(Programs.repository().resolve("repros").resolve(name)),
        defines == null ? List.of() : List.of(defines.split(" ")));
  }

  @Test
  void aReproducerThatCannotEvenOpenItsFileSaysWhy() throws IOException {
    Path program = compiles(List.of(repro("ocfs2/stale-read.c")), List.of());

    Programs.Result result = Programs.run(program, folder.resolve("no/such/file").toString());

    assertThat(result.exitCode()).isEqualTo(4);
    assertThat(steps(result)).containsExactly(new StepResult("open", false, "ENOENT"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "kv_step(\"last\", 1) | 0 | true |",
        "kv_check(\"last\", 1) | 0 | true |",
        "kv_check(\"last\", 0) | 1 | false |",
        "kv_step(\"last\", close(-1) == 0) | 4 | false | EBADF",
        "kv_step(\"last\", 0) | 4 | false |",
        "char d[64]; kv_step(\"last\", !kv_disk(\"no such\", d, 64)) | 4 | false | ENODEV",
        "errno = 5; kv_check(\"last\", 0) | 1 | false |",
      })
  void theContractsHeaderSaysTheSameByLineAndByExitCode(
      String statement, int exitCode, boolean ok, String errno) throws IOException {
    Path source =
        Files.writeString(
            folder.resolve("a.c"),
            "#include \"%s\"\nint main(void)\n{\nkv_plan(2);\nkv_step(\"first\", 1);\n%s;\n}\n"
                .formatted(repro("kv.h"), statement));

    Programs.Result result = Programs.run(compiles(List.of(source), List.of()));

    assertThat(result.exitCode()).isEqualTo(exitCode);
    assertThat(steps(result))
        .containsExactly(new StepResult("first", true, null), new StepResult("last", ok, errno));
  }

  @Test
  void aStepDoesNotStartBeforeTheLineOfTheOneBeforeWasTaken() throws IOException {
    Path source = folder.resolve("delivery.c");
    Files.write(source, Fixtures.bytes("delivery.c"));

    Path program =
        compiles(
            List.of(source), List.of("-I", Programs.repository().resolve("repros").toString()));

    assertThat(Programs.run(program).output())
        .isEqualTo("took: 1..2\ntook: ok 1 - first\ntook: ok 2 - second\n");
  }

  private static Path repro(String name) {
    return Programs.repository().resolve("repros").resolve(name);
  }

  private static List<StepResult> steps(Programs.Result result) {
    Ktap ktap = new Ktap();
    ktap.accept(result.output());
    return ktap.steps();
  }

  private Path compiles(List<Path> sources, List<String> defines) throws IOException {
    Path output = folder.resolve("program");
    Programs.Result result = Programs.compileStrictly(output, sources, defines);
    assertThat(result.output()).isEmpty();
    assertThat(result.exitCode()).isZero();
    return output;
  }
}
