package dev.kverdict.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.ParseResult;

/** What a run on a cluster passes on to the parts that it consists of. */
class ClusterOptionsTest {

  private static final Path MATRIX = Path.of("case.yaml");

  @TempDir private Path folder;

  private static ParseResult asked(String... words) {
    ParseResult all = Kverdict.commandLine().parseArgs(words);
    return all.subcommand();
  }

  @Test
  void aPatchFromStandardInputIsKeptByteByByteForThePlan() throws IOException {
    ParseResult asked =
        asked("verify", "case.yaml", "--on", "slurm", "--trials", "3", "--patch", "-");
    byte[] patch = "--- a/f\n+++ b/f\n\u00e4\u0000".getBytes(ISO_8859_1);
    assertThat(ClusterOptions.planWords(asked, MATRIX, folder, new ByteArrayInputStream(patch)))
        .containsExactlyInAnyOrder(
            "case.yaml", "--trials=3", "--patch=" + folder.resolve("stdin.patch"));
    assertThat(folder.resolve("stdin.patch")).hasBinaryContent(patch);
  }

  @Test
  void withoutOneStandardInputIsNotRead() throws IOException {
    ParseResult asked = asked("verify", "case.yaml", "--on", "slurm", "--patch", "fix.patch");
    InputStream closed = new ByteArrayInputStream(new byte[1]);
    List<String> words = ClusterOptions.planWords(asked, MATRIX, folder, closed);
    assertThat(words).containsExactly("case.yaml", "--patch=fix.patch");
    assertThat(closed.available()).isOne();
    assertThat(Files.list(folder)).isEmpty();
  }
}
