package dev.kverdict.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class OopsCommandTest {

  private static final String CRASH =
      """
      [    2.000001][   T45] kernel BUG at fs/x.c:10!
      [    2.000002][   T45] CPU: 0 PID: 45 Comm: repro Tainted: G        W          6.1.0 #1
      [    2.000003][   T45] RIP: 0010:f+0x10/0x40 [x]
      [    2.000004][   T45] Call Trace:
      [    2.000005][   T45]  g+0x20/0x80
      [    2.000006][   T45]  ? stale+0x20/0x80
      [    2.000007][   T45] ---[ end trace 0000000000000000 ]---
      [    2.000008][   T45] Kernel panic - not syncing: Fatal exception
      """;

  @TempDir Path directory;
  private Path crash;
  private Path healthy;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void consoles() throws IOException {
    crash = Files.writeString(directory.resolve("crash.log"), CRASH);
    healthy =
        Files.writeString(directory.resolve("healthy.log"), "[    0.000000] Linux version 6.1\n");
  }

  private int oops(Object... arguments) {
    List<String> all = new ArrayList<>(List.of("oops"));
    for (Object argument : arguments) {
      all.add(argument.toString());
    }
    CommandLine line =
        Kverdict.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    return line.execute(all.toArray(String[]::new));
  }

  @Test
  void namesTheCrashOfEachFile() {
    assertThat(oops(crash, healthy)).isZero();
    assertThat(out.toString().lines())
        .containsExactly(
            crash + ": kernel BUG in f at fs/x.c:10, task repro/45 (exact, panicked)",
            healthy + ": no crash");
  }

  @Test
  void theStackHasOnlyReliableFrames() {
    assertThat(oops("--stack", crash)).isZero();
    assertThat(out.toString().lines().skip(1))
        .containsExactly("      f+0x10/0x40 [x]", "      g+0x20/0x80");
  }

  @Test
  void theFileOfTheFunctionIsNamedIfAFrameTellsIt() throws IOException {
    Path decoded =
        Files.writeString(
            directory.resolve("decoded.log"),
            """
            kernel BUG at lib/list_debug.c:59!
            RIP: 0010:__list_add_valid+0x10/0x40 lib/list_debug.c:59
            Call Trace:
             __list_add include/linux/list.h:77 [inline]
             f+0x20/0x80 fs/x/y.c:12
            """);
    assertThat(oops("--stack", decoded)).isZero();
    assertThat(out.toString())
        .isEqualTo(
            decoded
                + """
                : BUG: corrupted list in f at lib/list_debug.c:59, in fs/x/y.c (likely)
                      __list_add_valid+0x10/0x40 lib/list_debug.c:59
                      __list_add include/linux/list.h:77 [inline]
                      f+0x20/0x80 fs/x/y.c:12
                """);
  }

  @Test
  void theExitCodeSaysWhetherThereIsACrash() throws IOException {
    Path text = Files.writeString(directory.resolve("text"), "Nothing of a kernel.\n");
    assertThat(oops(crash)).isZero();
    assertThat(oops(healthy)).isEqualTo(1);
    assertThat(oops(healthy, crash)).isZero();
    assertThat(oops(text)).isEqualTo(2);
    assertThat(oops("--jsonl", text)).isEqualTo(2);
    assertThat(oops(crash, text, directory.resolve("none.log"), crash)).isEqualTo(2);
    assertThat(out.toString().lines().filter(line -> line.startsWith(crash.toString()))).hasSize(4);
    assertThat(err.toString()).contains(text + ": is no kernel log", "none.log: cannot be read");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "xz", "zstd", "bzip2"})
  void aCompressedLogIsUnpacked(String tool) throws IOException, InterruptedException {
    Path packed = directory.resolve("packed");
    Process process =
        new ProcessBuilder(tool, "-c", crash.toString()).redirectOutput(packed.toFile()).start();
    assumeThat(process.waitFor()).isZero();

    assertThat(oops(packed)).isZero();
    InputStream before = System.in;
    try {
      System.setIn(Files.newInputStream(packed));
      assertThat(oops()).isZero();
    } finally {
      System.setIn(before);
    }
    assertThat(out.toString().lines())
        .containsExactly(
            packed + ": kernel BUG in f at fs/x.c:10, task repro/45 (exact, panicked)",
            "standard input: kernel BUG in f at fs/x.c:10, task repro/45 (exact, panicked)");

    byte[] all = Files.readAllBytes(packed);
    Path cut = Files.write(directory.resolve("cut"), Arrays.copyOf(all, all.length - 9));
    assertThat(oops(cut)).isEqualTo(2);
    assertThat(err.toString()).contains("cut: cannot be unpacked to its end");
  }

  @Test
  void standardInputIsReadIfNoFileIsNamed() {
    InputStream before = System.in;
    try {
      for (List<Object> arguments : List.<List<Object>>of(List.of(), List.of("-"))) {
        System.setIn(new ByteArrayInputStream(CRASH.getBytes(StandardCharsets.UTF_8)));
        assertThat(oops(arguments.toArray())).isZero();
      }
    } finally {
      System.setIn(before);
    }
    assertThat(out.toString().lines())
        .hasSize(2)
        .allMatch(line -> line.startsWith("standard input: kernel BUG in f"));
  }

  @Test
  void jsonlPrintsOneObjectPerFile() throws IOException {
    assertThat(oops("--jsonl", crash, healthy)).isZero();
    List<JsonNode> objects = new ArrayList<>();
    for (String line : out.toString().lines().toList()) {
      objects.add(new ObjectMapper().readTree(line));
    }

    JsonNode found = objects.get(0);
    assertThat(found.path("file").asText()).isEqualTo("crash.log");
    assertThat(found.path("crash").asBoolean()).isTrue();
    assertThat(found.path("kernel").asBoolean()).isTrue();
    assertThat(found.path("confidence").asText()).isEqualTo("exact");
    assertThat(found.path("title").asText()).isEqualTo("kernel BUG in f");
    assertThat(found.path("alt").isArray()).isTrue();
    assertThat(found.path("type").asText()).isEqualTo("bug");
    assertThat(found.path("corrupted").asBoolean(true)).isFalse();
    assertThat(found.path("panicked").asBoolean()).isTrue();
    JsonNode report = found.path("reports").get(0);
    assertThat(report.path("source").asText()).isEqualTo("fs/x.c:10");
    assertThat(report.path("task").path("pid").asInt()).isEqualTo(45);
    assertThat(report.path("taint").asText()).isEqualTo("W");
    assertThat(report.path("offset").asInt(-1)).isZero();
    assertThat(report.path("frames")).hasSize(3);
    assertThat(report.path("frames").get(2).path("reliable").asBoolean(true)).isFalse();
    assertThat(objects.get(1).path("crash").asBoolean(true)).isFalse();
    assertThat(objects.get(1).path("reports")).isEmpty();
  }

  @Test
  void anUnreadableFileIsAUserErrorWithoutStackTrace() {
    assertThat(oops(directory.resolve("none.log"))).isEqualTo(2);
    assertThat(oops(directory)).isEqualTo(2);
    assertThat(oops("--source", directory, crash)).isEqualTo(2);
    assertThat(oops("--symbols", crash, crash)).isEqualTo(2);
    assertThat(err.toString())
        .contains("none.log", "--source", "--symbols")
        .doesNotContain("\tat ")
        .doesNotContain("Exception");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void verboseAddsTheStackTrace() {
    assertThat(oops("--verbose", directory.resolve("none.log"))).isEqualTo(2);
    assertThat(err.toString()).contains("none.log", "\tat ");
  }
}
