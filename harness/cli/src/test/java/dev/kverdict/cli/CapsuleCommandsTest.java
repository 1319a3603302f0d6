package dev.kverdict.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kverdict.record.JudgedVerdict;
import dev.kverdict.record.Reached;
import dev.kverdict.record.RunFacts;
import dev.kverdict.record.RunResult;
import dev.kverdict.record.Scope;
import dev.kverdict.record.Verdict;
import dev.kverdict.record.VerdictKind;
import dev.kverdict.report.ResultJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Capsules as they are asked for by mistake. */
class CapsuleCommandsTest {

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private static JudgedVerdict cell(String patch, VerdictKind kind) {
    Verdict verdict =
        new Verdict(
            "k",
            patch,
            "r",
            false,
            kind,
            "",
            Verdict.Tally.NONE,
            Verdict.Tally.NONE,
            null,
            Reached.NOT_MEASURED,
            List.of(),
            List.of("so"));
    return new JudgedVerdict(verdict, null);
  }

  @BeforeEach
  void write() throws IOException {
    RunResult result =
        new RunResult(
            "a",
            List.of(
                cell("mine", VerdictKind.FIXED),
                cell("mine-too", VerdictKind.NOT_FIXED),
                cell("broken", VerdictKind.BUILD_FAILED)),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            Scope.UNKNOWN,
            new RunFacts("", 1, "", null, 0.95, 0, 0, "QEMU", "", Map.of()),
            List.of(),
            List.of());
    Files.createDirectory(folder.resolve("run"));
    Files.writeString(folder.resolve("run/result.json"), ResultJson.of(result));
    Files.createDirectory(folder.resolve("empty"));
    Files.writeString(folder.resolve("there"), "");
    Files.createDirectory(folder.resolve("cut"));
    ObjectNode partial = (ObjectNode) new ObjectMapper().readTree(ResultJson.of(result));
    Files.writeString(folder.resolve("cut/result.json"), partial.put("partial", true).toString());
  }

  private int run(String... arguments) {
    return Kverdict.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "capsule | Missing required parameter",
        "capsule @run | Missing required parameter",
        "capsule @none mine | none: holds no result.json",
        "capsule @empty mine | empty: holds no result.json",
        "capsule @run | CELL",
        "capsule @run yours | CELL yours: is no cell of the run; name one of: 'k/mine r', ",
        "capsule @run r | CELL r: may be any of 3 cells; name one of: 'k/mine r', 'k/mine-too r'",
        "capsule @run mine r --out @there | there: exists already; name another file with --out",
        "capsule @run broken | k/broken r: is BUILD_FAILED: there is nothing that could be run",
        "capsule @cut mine | cut: was interrupted",
        "capsule @run mine | run: holds no case.json; run the case again with this version",
        "replay | Missing required parameter",
        "replay @none | none: cannot be read: it does not exist",
        "replay @run | run: cannot be read",
        "replay @there | there: is no capsule; get the capsule again from where it was made",
        "replay @there --jobs 0 | --jobs 0: is out of range",
        "replay @there --accel hvf | --accel hvf: no such accelerator",
        "replay @there --lane none | none",
        "replay @there more | more"
      })
  void aMistakeIsOneLine(String command, String said) {
    String[] words = command.replace("@", folder + "/").split(" ");
    if (command.startsWith("capsule") && !command.contains("--out") && words.length > 2) {
      words = (String.join(" ", words) + " --out " + folder.resolve("x")).split(" ");
    }
    assertThat(run(words)).isEqualTo(2);
    assertThat(err.toString()).contains(said);
    assertThat(err.toString().lines()).hasSize(1);
    assertThat(out.toString()).isEmpty();
    assertThat(folder.resolve("x")).doesNotExist();
  }

  @Test
  void helpSaysWhatTheyDo() {
    assertThat(run("replay", "--help")).isZero();
    assertThat(out.toString()).contains("Exit code 0 if it is equal", "FILE");
    assertThat(run("capsule", "--help")).isZero();
    assertThat(out.toString()).contains("CELL", "--out");
  }
}
