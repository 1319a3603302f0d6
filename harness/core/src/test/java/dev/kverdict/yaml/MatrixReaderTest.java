package dev.kverdict.yaml;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.UserError;
import dev.kverdict.model.ClaimDef;
import dev.kverdict.model.ImageDef;
import dev.kverdict.model.ImageSource;
import dev.kverdict.model.MachineType;
import dev.kverdict.model.Matrix;
import dev.kverdict.model.PatchDef;
import dev.kverdict.model.ReproducerDef;
import dev.kverdict.model.SnapshotPoint;
import dev.kverdict.patch.PatchSet;
import dev.kverdict.record.Worth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MatrixReaderTest {

  private static final String GOOD =
      """
      case: stale-data
      kernels:
        "6.10":
          source: {debian: linux-source-6.1}
          config: {fragments: [a.config]}
      patches:
        one: {files: [one.patch], expect: {crash: FIXED}}
      images:
        small: {size: 1MiB, make: [mkfs, "{image}"], mount: {type: ext4}}
      repros:
        crash:
          source: crash.c
          define: {MODE: 1}
          image: small
          steps: [open, write]
          fails: {crash: [kernel BUG in f]}
          accepts: ["write:EPERM"]
          timeout: 1500ms
      guards:
        holds: {source: crash.c}
      """;

  @TempDir Path directory;

  @BeforeEach
  void files() throws IOException {
    for (String name : new String[] {"a.config", "one.patch", "crash.c"}) {
      Files.writeString(directory.resolve(name), "x\n");
    }
  }

  @Test
  void resolvesWhatIsWritten() throws IOException {
    Matrix matrix = read(GOOD);
    assertThat(matrix.caseName()).isEqualTo("stale-data");
    assertThat(matrix.kernels()).containsOnlyKeys("6.10");
    ReproducerDef crash = matrix.reproducers().get("crash");
    assertThat(crash.steps()).containsExactly("mount", "open", "write");
    assertThat(crash.program().define()).containsEntry("MODE", "1");
    assertThat(crash.timeout()).isEqualTo(Duration.ofMillis(1500));
    assertThat(crash.guard()).isFalse();
    assertThat(matrix.guards().get("holds").guard()).isTrue();
    assertThat(matrix.images().get("small").source())
        .isEqualTo(new ImageSource.Made(1 << 20, List.of("mkfs", "{image}")));
    assertThat(matrix.images().get("small").mount())
        .isEqualTo(new ImageDef.Mount("ext4", "/mnt", null));
    assertThat(matrix.patches().get("one").expect()).containsEntry("crash", "FIXED");
    assertThat(matrix.patches().get("one").content())
        .isEqualTo(PatchSet.read(List.of(directory.toAbsolutePath().resolve("one.patch"))));
  }

  @Test
  void machinesAndSnapshotsAreChosenByTheMatrix() throws IOException {
    Matrix plain = read(GOOD);
    assertThat(plain.kernels().get("6.10").guest().machine()).isEqualTo(MachineType.AUTO);
    assertThat(plain.reproducers().get("crash").running().snapshot())
        .isEqualTo(SnapshotPoint.AFTER_MOUNT);
    Matrix chosen =
        read(
            GOOD.replace("    config: {", "    machine: q35\n    config: {")
                .replace("timeout: 1500ms", "snapshot: before-mount"));
    assertThat(chosen.kernels().get("6.10").guest().machine()).isEqualTo(MachineType.Q35);
    assertThat(chosen.reproducers().get("crash").running().snapshot())
        .isEqualTo(SnapshotPoint.BEFORE_MOUNT);
  }

  @Test
  void aKernelIsBuiltWithTheToolchainThatTheMatrixNames() throws IOException {
    assertThat(read(GOOD).kernels().get("6.10").config().toolchain()).isEqualTo("gcc");
    for (String toolchain : List.of("gcc", "clang", "gcc-12", "clang-14")) {
      assertThat(
              read(GOOD.replace("config: {", "toolchain: " + toolchain + "\n    config: {"))
                  .kernels()
                  .get("6.10")
                  .config()
                  .toolchain())
          .isEqualTo(toolchain);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tcc",
        "gcc12",
        "gcc-",
        "gcc-012",
        "gcc-123",
        "clang-14.0",
        "GCC",
        "/usr/bin/gcc",
        "gcc -O3",
        "'gcc;id'",
        "'$(id)'",
        "''",
        "x86_64-linux-gnu-gcc"
      })
  void nothingButANameOfGccOrClangIsAToolchain(String toolchain) {
    assertThatThrownBy(
            () -> read(GOOD.replace("config: {", "toolchain: " + toolchain + "\n    config: {")))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("m.yaml:5:5: ")
        .hasMessageContaining("is no toolchain; write gcc or clang, or one of their versions");
  }

  @Test
  void theAgentsStepIsAddedToAClaimsStepsAsToAReproducers() throws IOException {
    String claim = "  - {id: %s, says: It crashes., repro: crash, expect: crash, steps: [%s]}\n";
    String claims =
        "claims:\n" + claim.formatted("A", "open") + claim.formatted("B", "mount, open");
    for (ClaimDef read : read(GOOD + claims).claims()) {
      assertThat(read.experiments().get(0).variant().steps()).containsExactly("mount", "open");
    }
    String bare =
        GOOD.replace("    image: small\n", "") + claims.lines().limit(2).collect(joining("\n"));
    assertThat(read(bare).claims().get(0).experiments().get(0).variant().steps())
        .containsExactly("open");
  }

  @Test
  void versionsStayText() throws IOException {
    Matrix matrix =
        read(GOOD.replace("case: stale-data", "case: 6.10").replace("\"6.10\":", "6.10:"));
    assertThat(matrix.caseName()).isEqualTo("6.10");
    assertThat(matrix.kernels()).containsOnlyKeys("6.10");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          repros:               | reprox:                | m.yaml:10:1: unknown key 'reprox'; known are: case
          timeout: 1500ms       | snapshot: always       | m.yaml:18:5: 'always' is not known; known are: after-mount, before-mount, none
          size: 1MiB            | siz: 1MiB              | m.yaml:9:11: unknown key 'siz'
          size: 1MiB            | size: lots             | m.yaml:9:11: 'lots' is no size
          one.patch             | two.patch              | m.yaml:7:17: no such file
          one.patch             | ../one.patch           | m.yaml:7:17: '../one.patch' leaves the root
          [one.patch]           | ["a\\0b"]              | m.yaml:7:17: 'a?b' cannot be the name of a file
          [one.patch]           | ["\\ud800"]            | m.yaml:7:17: '
          case: stale-data      | root: "\\0"            | m.yaml:1:1: '?' cannot be the name of a file
          case: stale-data      | include: ["\\0"]       | m.yaml:1:11: '?' cannot be the name of a file
          {crash: FIXED}        | {crush: FIXED}         | no reproducer or guard 'crush'; known are: crash, holds
          {crash: FIXED}        | {crash: FIXXED}        | no verdict 'FIXXED'; known are: ALREADY_APPLIED, BOOT_FAILED
          ["write:EPERM"]       | [~]                    | an element of this list is empty; fill it in
          [kernel BUG in f]     | [~]                    | an element of this list is empty; fill it in
          [kernel BUG in f]     | [f, ~]                 | an element of this list is empty; fill it in
          image: small          | image: big             | no image 'big'; known are: small
          1500ms                | soon                   | 'soon' is no duration
          write:EPERM           | read:EPERM             | no step 'read'; known are: mount, open, write
          [open, write]         | [open, "w\\n\\e[1m"]   | no step 'write'; known are: mount, open, w  [1m
          {crash: [kernel BUG in f]} | {check: none}     | no step 'none'
          {crash: [kernel BUG in f]} | {}                | write exactly one of the two
          [open, write]         | [open, open]           | a step is named twice
          [open, write]         | open                   | wrong type: expected a list
          "{image}"             | image                  | names "{image}" 0 times
          holds: {              | crash: {               | 'crash' is a reproducer already
          holds: {              | "a/b": {               | 'a/b' cannot be a name
          case: stale-data      | case: [a]              | wrong type: expected a text
          case: stale-data      | x: &a [*a]             | m.yaml:1:
          linux-source-6.1      | ../x                   | names no source package
          """)
  void saysWhereAndWhatIsWrong(String before, String after, String message) throws IOException {
    assertThat(GOOD).contains(before);
    assertThatThrownBy(() -> read(GOOD.replace(before, after)))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("m.yaml:")
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n")
        .hasMessageNotContaining("jackson");
  }

  @Test
  void duplicateKeyIsAnError() {
    assertThatThrownBy(() -> read(GOOD + "case: again\n"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("m.yaml:21:")
        .hasMessageContaining("'case' is written twice");
  }

  @Test
  void brokenYamlIsAnErrorWithItsPlace() {
    assertThatThrownBy(() -> read("case: [a\n"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("m.yaml:")
        .hasMessageContaining("not well-formed YAML");
    assertThatThrownBy(() -> read("case: a\n\tkernels: b\n"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("Do not use \\t(TAB) for indentation");
    for (String nothing : List.of("\n", "~\n", "--- null\n")) {
      assertThatThrownBy(() -> read(nothing))
          .isInstanceOf(UserError.class)
          .hasMessageContaining("m.yaml: is empty");
    }
    assertThatThrownBy(() -> read(GOOD.replace("one.patch", "x".repeat(100_000))))
        .isInstanceOf(UserError.class)
        .satisfies(error -> assertThat(error.getMessage()).hasSizeLessThan(3000));
  }

  @Test
  void includesMergeAndDefineANameOnce() throws IOException {
    Files.writeString(directory.resolve("more.yaml"), "patches: {two: {files: [one.patch]}}\n");
    assertThat(read("include: [more.yaml]\n" + GOOD).patches()).containsKeys("one", "two");
    Files.writeString(directory.resolve("more.yaml"), "patches: {one: {files: [one.patch]}}\n");
    assertThatThrownBy(() -> read("include: [more.yaml]\n" + GOOD))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("'one' is defined already at")
        .hasMessageContaining("m.yaml:8:3");
  }

  @Test
  void includesInACircleAreShownAsAChain() throws IOException {
    Files.writeString(directory.resolve("more.yaml"), "include: [m.yaml]\n");
    assertThatThrownBy(() -> read("include: [more.yaml]\n" + GOOD))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("more.yaml:1:11")
        .hasMessageContaining("m.yaml -> more.yaml -> m.yaml");
  }

  private static String mail(int number, String diff) {
    return "From x Mon Nov  2 10:11:12 2026\nFrom: a@b.c\nSubject: [PATCH %d/3] x\n\n%s\n"
        .formatted(number, diff);
  }

  @Test
  void aPatchMayBeAllowedMore() throws IOException {
    Files.writeString(
        directory.resolve("one.patch"),
        mail(1, "--- a/f.c\n+++ b/f.c\n@@ -1 +1 @@\n-a\n+b\n")
            + mail(3, "--- a/g.c\n+++ b/g.c\n@@ -1 +1 @@\n-a\n+b\n"));
    assertThatThrownBy(() -> read(GOOD).patches().get("one").content().patches())
        .isInstanceOf(UserError.class)
        .hasMessageContaining("incomplete: true in the case");
    String allowed = GOOD.replace("{files: [one.patch],", "{files: [one.patch], incomplete: true,");
    PatchSet incomplete = read(allowed).patches().get("one").content();
    assertThat(incomplete.notes()).hasSize(1);
    PatchSet fuzzy =
        read(allowed.replace("true,", "true, fuzz: 2,")).patches().get("one").content();
    assertThat(fuzzy.unpack(directory.resolve("unpacked")))
        .extracting(unpacked -> unpacked.options().fuzz())
        .containsOnly(2);
    assertThat(fuzzy.digest()).as("another build").isNotEqualTo(incomplete.digest());
    assertThatThrownBy(() -> read(GOOD.replace("{files: [one", "{fuzz: 21, files: [one")))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("m.yaml:7:")
        .hasMessageContaining("21 is out of range");
    assertThatThrownBy(() -> read(GOOD.replace("{files: [one", "{incomplete: some, files: [one")))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("expected true or false");
  }

  @Test
  void aPatchMaySayWhatItIsWorth() throws IOException {
    assertThat(read(GOOD).patches().get("one").worth()).isNull();
    assertThat(read(worth("worth: breaks-neighbour, why: ' It breaks b. '")).patches().get("one"))
        .extracting(PatchDef::worth)
        .isEqualTo(new Worth(Worth.Kind.BREAKS_NEIGHBOUR, "It breaks b."));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          worth: good, why: It is. | 'good' is not known; known are: right, no-effect, masking
          worth: right             | needs a reason of 1 to 500 characters
          worth: right, why: ' '   | needs a reason of 1 to 500 characters
          why: It is.              | says why without worth:
          worth: 1, why: It is.    | '1' is not known
          """)
  void aWorthIsAWordAndAReason(String keys, String complaint) {
    assertThatThrownBy(() -> read(worth(keys)))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("m.yaml:7:")
        .hasMessageContaining(complaint);
  }

  private static String worth(String keys) {
    return GOOD.replace("{files: [one.patch],", "{files: [one.patch], " + keys + ",");
  }

  @Test
  void linkThatLeadsOutOfTheRootIsRefused() throws IOException {
    Path inner = Files.createDirectory(directory.resolve("inner"));
    for (String name : new String[] {"a.config", "crash.c"}) {
      Files.copy(directory.resolve(name), inner.resolve(name));
    }
    Files.createSymbolicLink(inner.resolve("one.patch"), directory.resolve("one.patch"));
    Files.writeString(inner.resolve("m.yaml"), GOOD);
    assertThatThrownBy(() -> MatrixReader.read(inner.resolve("m.yaml")))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("leads out of the root by a link");
  }

  private Matrix read(String text) throws IOException {
    Path file = Files.writeString(directory.resolve("m.yaml"), text);
    return MatrixReader.read(file);
  }
}
