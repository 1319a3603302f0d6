package dev.kverdict.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.UserError;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What a person gets wrong is one line and an exit code, before anything is built. */
class UserMistakesTest {

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path matrix;

  @BeforeEach
  void write() throws IOException {
    Files.writeString(folder.resolve("r.c"), "int main(void) { return 0; }\n");
    Files.writeString(folder.resolve("text"), "hello\n");
    matrix =
        Files.writeString(
            folder.resolve("m.yaml"),
            """
            case: a
            kernels: {k: {source: {debian: linux-source-6.1}}}
            patches: {mine: {files: [mine.patch]}}
            repros: {r: {source: r.c, fails: {crash: [x]}}}
            """);
    Files.writeString(
        folder.resolve("mine.patch"), "--- a/mm/slub.c\n+++ b/mm/slub.c\n@@ -1 +1 @@\n-a\n+b\n");
  }

  private int run(Object command, String... arguments) {
    return new CommandLine(command)
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .setExecutionExceptionHandler(new Errors())
        .execute(arguments);
  }

  private void isOneLine(String... parts) {
    assertThat(err.toString().lines()).hasSize(1);
    assertThat(err.toString()).startsWith("kverdict: ").contains(parts);
    assertThat(out.toString()).isEmpty();
    assertThat(folder.resolve("runs")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          --trials,     0,        --trials 0: is out of range
          --trials,     10001,    use 1 to 10000
          --max-trials, -1,       --max-trials -1: is out of range
          --jobs,       0,        --jobs 0: is out of range
          --confidence, 0.5,      --confidence 0.5: is out of range
          --confidence, 1,        use a value such as 0.95
          --confidence, NaN,      --confidence NaN
          --budget,     10,       --budget 10: is not a duration
          --budget,     0s,       write it as 30s or 10m
          --budget,     1h,       write it as 30s or 10m
          --budget,     0trials,  --budget 0trials: is not a duration
          --patches,    none,     '--patches none: is not there; name a directory of patches'
          --patches,    /dev/null, 'null: is empty'
          --patches,    git:none, 'git:none: '
          --stop-at,    1,        '--stop-at 1: is for many patches; add --patches'
          --resume,     none,     '--resume none: is no directory'
          --accel,      xen,      'use auto, kvm or tcg'
          --route,      tpyo,     'auto, stock, built'
          --lane,       cloud,    cloud
          --patch,      nobody's, nobody's
          --patch,      none.patch, 'none.patch: cannot be read: it does not exist'
          --patch,      /tmp,     '/tmp: is a directory; name a file'
          --patch,      lore:x,   'lore:x: is no message id'
          --patch,      git:none, 'git:none: '
          --fuzz,       -1,       '--fuzz -1: is out of range'
          --fuzz,       21,       use 0 to 20
          --kernel,     other,    other
          --repro,      other,    other
          """)
  void aValueThatCannotBeMeantIsNamed(String option, String value, String said) {
    int code =
        run(
            new VerifyCommand(),
            matrix.toString(),
            "--out",
            folder.resolve("runs").toString(),
            option,
            value);
    assertThat(code).isEqualTo(Errors.USAGE);
    isOneLine(said);
  }

  @Test
  void aFileThatIsNoPatchIsNamedBeforeAnythingIsBuilt() {
    int code =
        run(
            new VerifyCommand(),
            matrix.toString(),
            "--out",
            folder.resolve("runs").toString(),
            "--patch",
            folder.resolve("text").toString());
    assertThat(code).isEqualTo(Errors.USAGE);
    isOneLine(folder.resolve("text").toString());
  }

  @Test
  void ofManyPatchesNoneThatCanBeJudgedIsOneLine() throws IOException {
    Path many = Files.createDirectory(folder.resolve("many"));
    Files.copy(folder.resolve("text"), many.resolve("text"));
    String[] options = {"--patches", many.toString(), "--out", folder.resolve("runs").toString()};
    assertThat(run(new VerifyCommand(), with(options))).isEqualTo(Errors.USAGE);
    isOneLine("holds no patch that could be judged: text: holds no diff");
    err.getBuffer().setLength(0);
    String[] both = {"--patches", many.toString(), "--patch", "mine"};
    assertThat(run(new VerifyCommand(), with(both))).isEqualTo(Errors.USAGE);
    isOneLine("--patches", "cannot go with --patch; leave out one of the two");
    err.getBuffer().setLength(0);
    Files.copy(folder.resolve("mine.patch"), many.resolve("mine.patch"));
    String[] none = {"--patches", many.toString(), "--stop-at", "0"};
    assertThat(run(new VerifyCommand(), with(none))).isEqualTo(Errors.USAGE);
    isOneLine("--stop-at 0: is out of range");
  }

  private String[] with(String... options) {
    return Stream.concat(Stream.of(matrix.toString()), Stream.of(options)).toArray(String[]::new);
  }

  @Test
  void aPartOfASeriesIsNotTakenForTheSeries() throws IOException {
    String diff = Files.readString(folder.resolve("mine.patch"));
    String mail = "From x Mon Nov  2 10:11:12 2026\nFrom: a@b.c\nSubject: [PATCH %s/3] x\n\n%s\n";
    Path two =
        Files.writeString(
            folder.resolve("two.mbox"), mail.formatted(1, diff) + mail.formatted(3, diff));
    int code =
        run(
            new VerifyCommand(),
            matrix.toString(),
            "--out",
            folder.resolve("runs").toString(),
            "--patch",
            two.toString());
    assertThat(code).isEqualTo(Errors.USAGE);
    isOneLine("two.mbox: is an incomplete series: of 3 patches 2 is missing", "--incomplete");
  }

  @Test
  void whatABisectionCannotUseStopsIt() {
    String there = matrix.toString();
    assertThat(run(new BisectRunCommand(), there, "--base", "HEAD", "--trials", "0"))
        .isEqualTo(BisectRunCommand.STOP);
    isOneLine("--trials 0: is out of range");
    err.getBuffer().setLength(0);
    String tree = folder.toString();
    assertThat(run(new BisectRunCommand(), there, "--base", "nowhere", "--tree", tree))
        .isEqualTo(BisectRunCommand.STOP);
    isOneLine("--base nowhere", "name a revision of " + tree);
    err.getBuffer().setLength(0);
    assertThat(run(new BisectRunCommand(), folder.resolve("no.yaml").toString(), "--base", "HEAD"))
        .isEqualTo(BisectRunCommand.STOP);
    isOneLine("no.yaml");
    assertThat(run(new BisectRunCommand(), there)).as("no base").isEqualTo(BisectRunCommand.STOP);
  }

  @Test
  void theDoctorNamesWhatIsMissingAndHowToGetIt() throws IOException {
    String before = System.getProperty("kverdict.home");
    Path needs = Files.createDirectories(folder.resolve("ci")).resolve("needs");
    System.setProperty("kverdict.home", folder.toString());
    try {
      Files.writeString(needs, "# a comment\n\nsh  dash  required  runs scripts\n");
      assertThat(run(new DoctorCommand())).isZero();
      assertThat(out.toString()).contains("ok       sh ", "all is well");
      out.getBuffer().setLength(0);
      Files.writeString(needs, "no-such-tool  some-package  optional  nothing much\n");
      assertThat(run(new DoctorCommand())).isZero();
      assertThat(out.toString()).contains("absent   no-such-tool ");
      out.getBuffer().setLength(0);
      Files.writeString(needs, "no-such-tool  some-package  required  everything\n");
      assertThat(run(new DoctorCommand())).isEqualTo(Errors.BROKEN);
      assertThat(out.toString())
          .contains(
              "MISSING  no-such-tool ",
              "apt-get install --no-install-recommends some-package (everything)",
              "sudo ci/setup");
      Files.delete(needs);
      assertThat(run(new DoctorCommand())).isEqualTo(Errors.USAGE);
      assertThat(err.toString()).contains("start kverdict by its launcher");
    } finally {
      if (before == null) {
        System.clearProperty("kverdict.home");
      } else {
        System.setProperty("kverdict.home", before);
      }
    }
  }

  @Test
  void aNumberInItsRangeIsTaken() {
    assertThat(Terminal.inRange("--jobs", 1, 4)).isEqualTo(1);
    assertThat(Terminal.inRange("--jobs", 4, 4)).isEqualTo(4);
    assertThatThrownBy(() -> Terminal.inRange("--jobs", 5, 4)).isInstanceOf(UserError.class);
  }
}
