package dev.kverdict.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.model.Matrix;
import dev.kverdict.yaml.MatrixReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a reproducer to a case that can be judged at once, on Debian's own kernel. */
@Tag("vm")
class NewVmTest {

  private static final Path PATCHES = Path.of("../core/src/test/e2e/patches");

  @TempDir private Path directory;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... words) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return Kverdict.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(words);
  }

  /** The bug is one that a patch plants in a module; its reproducer looks at data. */
  private int made(String... more) {
    List<String> words = new ArrayList<>(List.of("new", "src/test/resources/old-data.c"));
    words.addAll(List.of("--prepare", PATCHES.resolve("minix-frees-nothing.patch").toString()));
    words.addAll(List.of("--image", directory.resolve("disk.img").toString(), "--mount", "minix"));
    words.addAll(List.of("--runs", directory.resolve("runs").toString()));
    words.addAll(Arrays.asList(more));
    return run(words.toArray(String[]::new));
  }

  @Test
  void theCaseOfAFailureThatTheControlShowedIsJudged() throws Exception {
    disk();
    Path place = directory.resolve("case");
    String fix = PATCHES.resolve("minix-frees-again.patch").toString();
    assertThat(made("--out", place.toString(), "--patch", fix)).as(err + "\n" + out).isZero();
    assertThat(out.toString())
        .containsPattern(
            "control +the check data-is-zero failed after [0-9.]+ s, in the first trial")
        .contains("next: kverdict verify " + place.resolve("case.yaml"));

    Path file = place.resolve("case.yaml");
    Matrix matrix = MatrixReader.read(file);
    assertThat(matrix.reproducers().get("old-data").fails().check()).isEqualTo("data-is-zero");
    String runs = directory.resolve("runs").toString();
    assertThat(run("verify", file.toString(), "--out", runs)).as(err + "\n" + out).isZero();
    assertThat(out.toString()).contains("patch minix-frees-again: PASS");
  }

  @Tag("long")
  @Test
  void aTitleThatDoesNotShowIsSaidBesideWhatDoes() throws Exception {
    disk();
    Path place = directory.resolve("case");
    assertThat(made("--out", place.toString(), "--title", "kernel BUG in nothing"))
        .as(err + "\n" + out)
        .isEqualTo(3);
    assertThat(out.toString())
        .containsPattern(
            "control +not \"kernel BUG in nothing\", but the check data-is-zero failed");
    assertThat(MatrixReader.read(place.resolve("case.yaml")).reproducers().get("old-data").fails())
        .hasToString("Fails[crash=[kernel BUG in nothing], check=null]");
  }

  private void disk() throws Exception {
    Path disk = directory.resolve("disk.img");
    for (String[] argv :
        new String[][] {
          {"truncate", "-s", "1M", disk.toString()}, {"mkfs.minix", disk.toString()}
        }) {
      assertThat(new ProcessBuilder(argv).inheritIO().start().waitFor()).isZero();
    }
  }
}
