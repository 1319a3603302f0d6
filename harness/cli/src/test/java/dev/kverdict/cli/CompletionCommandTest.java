package dev.kverdict.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What bash offers behind words of this command, with the script that it prints. */
class CompletionCommandTest {

  private static final String MATRIX =
      """
      # patches: {no: {}}
      case: a-case
      kernels:
        stable:
          source: {debian: linux-source}
        "mainline": {source: {git: x}}
      images:
        disk: {size: 1MiB}
      repros:
        # a comment: here
        cow-bug-on:
          source: a.c
          steps: [a]
        stale-read: {source: b.c}
      guards:
        move-keeps-data: {source: c.c}
      patches:
          v1-cow: {files: [a.patch]}
          $(touch hacked): {files: [b.patch]}
          `touch hacked`: {files: [b.patch]}
          v2-move:
            files: [b.patch]
      """;

  @TempDir private Path directory;

  @BeforeEach
  void files() throws IOException {
    StringWriter script = new StringWriter();
    assertThat(Kverdict.commandLine().setOut(new PrintWriter(script)).execute("completion", "bash"))
        .isZero();
    Files.writeString(directory.resolve("script"), script.toString());
    Files.writeString(directory.resolve("case.yaml"), MATRIX);
  }

  /** Returns what is offered for the last of these words, sorted. */
  private List<String> offered(String... words) throws IOException, InterruptedException {
    String driver =
        """
        source ./script || exit 9
        function=$(complete -p kverdict | sed 's/.*-F \\([^ ]*\\).*/\\1/')
        COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMP_LINE="$*"
        COMP_POINT=${#COMP_LINE} COMP_TYPE=9
        "$function" kverdict "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
        printf '%s\\n' "${COMPREPLY[@]}"
        """;
    ProcessBuilder bash =
        new ProcessBuilder("bash", "-c", driver, "bash")
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    bash.command().addAll(List.of(words));
    Process process = bash.directory(directory.toFile()).start();
    List<String> lines = process.inputReader().lines().toList();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    return lines.stream().filter(line -> !line.isBlank()).sorted().toList();
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          --patch '',       v1-cow v2-move
          --patch v2,       v2-move
          --repro '',       cow-bug-on move-keeps-data stale-read
          --repro s,        stale-read
          --kernel main,    mainline mainline/v1-cow mainline/v2-move
          --kernels unp,    unpatched
          --patch = v1,     v1-cow
          --repro =,        cow-bug-on move-keeps-data stale-read
          """)
  void theNamesOfTheMatrixAreOffered(String words, String names) throws Exception {
    String[] more = words.replace("''", "").split(" ", -1);
    for (String command : new String[] {"verify", "bisect-run"}) {
      List<String> typed = new ArrayList<>(List.of("kverdict", command, "case.yaml"));
      typed.addAll(List.of(more));
      assertThat(offered(typed.toArray(String[]::new))).containsExactly(names.split(" "));
    }
    assertThat(directory.resolve("hacked")).doesNotExist();
  }

  @Test
  void commandsAndOptionsAreOffered() throws Exception {
    assertThat(offered("kverdict", "ver")).containsExactly("verify");
    assertThat(offered("kverdict", "verify", "--nec")).containsExactly("--necessity");
    assertThat(offered("kverdict", "cache", "sw")).containsExactly("sweep");
  }

  @Test
  void withoutAMatrixThereAreNoNames() throws Exception {
    assertThat(offered("kverdict", "verify", "none.yaml", "--repro", "c")).isEmpty();
    Files.writeString(directory.resolve("case.yaml"), "\0\n\t- [");
    assertThat(offered("kverdict", "verify", "case.yaml", "--repro", "c")).isEmpty();
  }

  @Test
  void aShellThatIsNotKnownIsAMistake() {
    StringWriter err = new StringWriter();
    assertThat(Kverdict.commandLine().setErr(new PrintWriter(err)).execute("completion", "fish"))
        .isEqualTo(Errors.USAGE);
    assertThat(err.toString()).contains("completion fish: no such shell; use bash or zsh");
  }
}
