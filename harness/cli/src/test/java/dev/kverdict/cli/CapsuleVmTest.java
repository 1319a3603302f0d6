package dev.kverdict.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real cell in one file, and its trials where there is nothing else. */
@Tag("vm")
class CapsuleVmTest {

  private static final String CASE =
      """
      case: capsule
      kernels:
        stock:
          source: {distro: linux-image-amd64}
          prepare: [bug.patch]
          modules: [minix]
          cmdline: cryptomgr.notests
          smp: 1
      images:
        minix-1m: {size: 1MiB, make: [mkfs.minix, "{image}"], mount: {type: minix}}
      repros:
        old-data:
          source: old-data.c
          image: minix-1m
          steps: [open, write, shrink, grow, read, data-is-zero]
          fails: {check: data-is-zero}
          timeout: 10s
      patches:
        right: {files: [right.patch]}
      defaults: {confidence: 0.75, jobs: 2}
      """;

  private static final Path PATCHES = Path.of("../core/src/test/e2e/patches");

  @TempDir private Path directory;
  private String printed = "";

  private int run(String... arguments) {
    StringWriter out = new StringWriter();
    int code =
        Kverdict.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(out))
            .execute(arguments);
    printed = out.toString();
    return code;
  }

  /** A process of its own, whose store is empty, and that finds no compiler. */
  private int replay(Path capsule, String cache) throws IOException, InterruptedException {
    Path without = Files.createDirectories(directory.resolve("without"));
    for (String tool : List.of("gcc", "cc", "make", "ld", "apt-get", "curl", "mkfs.minix")) {
      Path program = without.resolve(tool);
      if (Files.notExists(program)) {
        Files.writeString(program, "#!/bin/sh\necho \"$0 is not here\" >&2\nexit 127\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
    }
    Files.setPosixFilePermissions(without, PosixFilePermissions.fromString("rwxr-xr-x"));
    List<String> words =
        new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin/java").toString()));
    words.addAll(List.of("-cp", System.getProperty("java.class.path"), Kverdict.class.getName()));
    words.addAll(List.of("replay", capsule.toString(), "--jobs", "2"));
    words.addAll(List.of("--out", directory.resolve("replays").toString()));
    Path output = directory.resolve("output");
    ProcessBuilder kverdict =
        new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(output.toFile());
    kverdict.environment().put("XDG_CACHE_HOME", directory.resolve(cache).toString());
    kverdict.environment().put("PATH", without + ":" + System.getenv("PATH"));
    Process process = kverdict.start();
    boolean ended = process.waitFor(10, TimeUnit.MINUTES);
    process.destroyForcibly();
    printed = Files.readString(output);
    assertThat(ended).as(printed).isTrue();
    return process.exitValue();
  }

  private Path verify() throws IOException {
    Files.writeString(directory.resolve("case.yaml"), CASE);
    Files.copy(PATCHES.resolve("minix-frees-nothing.patch"), directory.resolve("bug.patch"));
    Files.copy(PATCHES.resolve("minix-frees-again.patch"), directory.resolve("right.patch"));
    Files.copy(Path.of("src/test/resources/old-data.c"), directory.resolve("old-data.c"));
    String runs = directory.resolve("runs").toString();
    assertThat(run("verify", directory.resolve("case.yaml").toString(), "--out", runs))
        .as(printed)
        .isZero();
    try (Stream<Path> all = Files.list(directory.resolve("runs"))) {
      return all.findFirst().orElseThrow();
    }
  }

  @Tag("long")
  @Test
  void aCapsuleIsAllThatAReplayNeeds() throws Exception {
    Path made = directory.resolve("right.capsule");
    assertThat(run("capsule", verify().toString(), "right", "--out", made.toString()))
        .as(printed)
        .isZero();
    assertThat(printed).contains("right.capsule: stock/right old-data, ");
    String manifest = OpenedCapsule.manifest(made);
    assertThat(manifest).contains("\"verdict\" : \"FIXED\"").doesNotContain(directory.toString());

    assertThat(replay(made, "first")).as(printed).isZero();
    System.out.println(printed);
    assertThat(printed)
        .contains(
            "equal    verdict: FIXED",
            "equal    control: FAILED_AS_EXPECTED, check data-is-zero",
            "equal    patched: CLEAN",
            "equal    patched lines ran: yes",
            "equal: the capsule shows here what it showed before")
        .doesNotContain("differs", "is not here", "a bug in kverdict");
    try (Stream<Path> left = Files.walk(directory.resolve("first"))) {
      assertThat(left.map(path -> path.getFileName().toString()))
          .doesNotContain("vmlinux", "kernel", "trial", "snapshot");
    }

    String kernel =
        "files/"
            + new ObjectMapper()
                .readTree(manifest)
                .at("/machines/kernels/stock~1right/files/vmlinux")
                .asText();
    Path damaged =
        OpenedCapsule.copy(
            made,
            directory.resolve("damaged.capsule"),
            (name, bytes) -> {
              if (name.equals(kernel)) {
                bytes[bytes.length / 2] ^= 1;
              }
              return bytes;
            });
    assertThat(replay(damaged, "second")).as(printed).isEqualTo(2);
    assertThat(printed.lines())
        .containsExactly(
            "kverdict: %s: %s was changed or damaged; get the capsule again from where it was made"
                .formatted(damaged, kernel));

    Path lie =
        OpenedCapsule.copy(
            made,
            directory.resolve("lie.capsule"),
            (name, bytes) ->
                name.equals("capsule.json")
                    ? manifest
                        .replace("\"verdict\" : \"FIXED\"", "\"verdict\" : \"NOT_FIXED\"")
                        .getBytes(StandardCharsets.UTF_8)
                    : bytes);
    assertThat(replay(lie, "third")).as(printed).isEqualTo(1);
    assertThat(printed)
        .contains(
            "differs  verdict: NOT_FIXED then, FIXED now",
            "equal    patched: CLEAN",
            "different: see the lines that differ");
  }
}
