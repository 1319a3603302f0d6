package dev.kverdict.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.UserError;
import dev.kverdict.model.ClaimDef;
import dev.kverdict.model.ClaimDef.Expectation;
import dev.kverdict.model.ConfigBase;
import dev.kverdict.model.Credits;
import dev.kverdict.model.Defaults;
import dev.kverdict.model.ImageDef;
import dev.kverdict.model.KernelDef;
import dev.kverdict.model.KernelSource;
import dev.kverdict.model.Matrix;
import dev.kverdict.model.ProgramDef.Arch;
import dev.kverdict.model.ProgramDef.Kind;
import dev.kverdict.model.ReproducerDef;
import dev.kverdict.model.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Resolves each part of a matrix, and makes each mistake that is possible in it. */
class ResolversTest {

  private static final String GOOD =
      """
      case: two-words
      reported-by: A Person <a@example.org>
      closes: https://example.org/1
      kernels:
        plain:
          source: {debian: linux-source-6.1, version: 6.1.176-1}
          config: {base: defconfig, fragments: [a.config]}
          prepare: [one.patch]
          modules: [ext4]
          cmdline: slub_debug=F
          memory: 300
          smp: 4
      patches:
        one: {files: [one.patch]}
      images:
        small:
          size: 4MiB
          make: [mkfs.ext4, "{image}"]
          serial: disk1
          mount: {type: ext4, at: /media/a, options: "data=journal"}
          check: {replay: [e2fsck, -p, "{image}"], run: [e2fsck, -fn, "{image}"]}
      repros:
        crash:
          source: crash.c
          define: {MODE: 1, SIZE: 2}
          args: [a]
          image: small
          steps: [open, write]
          fails: {crash: [kernel BUG in f]}
        check: {source: crash.c, steps: [read-back], fails: {check: read-back}}
      guards:
        holds: {source: crash.c}
      claims:
        - {id: C1, says: it needs the mode, repro: crash, expect: no-crash, define: {MODE: 0}}
        - id: C2
          says: and it runs there
          all:
            - {on: one, repro: check, expect: not-executed, function: f, file: fs/f.c}
            - {on: one, expect: sufficient}
      defaults: {trials: 7, maxTrials: 50, budget: 2m, confidence: 0.99, jobs: 3}
      """;

  @TempDir private Path directory;

  @BeforeEach
  void files() throws IOException {
    for (String name : new String[] {"a.config", "one.patch", "crash.c"}) {
      Files.writeString(directory.resolve(name), "x\n");
    }
  }

  private Located written(String text) throws IOException {
    return Located.read(Files.writeString(directory.resolve("m.yaml"), text));
  }

  private Matrix resolved(String text) throws IOException {
    return new Resolver(List.of(written(text))).resolve();
  }

  private static <T> T entry(Map<String, T> entries, String name) {
    return Objects.requireNonNull(entries.get(name));
  }

  private KernelDef kernel(String text) throws IOException {
    Located file = written(text);
    return KernelResolver.resolve(
        At.of(file, "kernels", "plain"),
        entry(file.spec().kernels(), "plain"),
        List.of(),
        List.of());
  }

  private ImageDef image(String text) throws IOException {
    Located file = written(text);
    return ImageResolver.resolve(
        At.of(file, "images", "small"), entry(file.spec().images(), "small"));
  }

  private ReproducerDef program(String text) throws IOException {
    Located file = written(text);
    return new ProgramResolver(Map.of("small", image(text)))
        .resolve(At.of(file, "repros", "crash"), entry(file.spec().repros(), "crash"), false);
  }

  private List<ClaimDef> claims(String text) throws IOException {
    Matrix matrix = resolved(GOOD);
    return new ClaimResolver(matrix.kernels(), matrix.patches(), matrix.reproducers())
        .resolve(List.of(written(text)));
  }

  private static String changed(String before, String after) {
    assertThat(GOOD).contains(before);
    return GOOD.replace(before, after == null ? "" : after);
  }

  private interface Reading {
    Object of(String text) throws IOException;
  }

  private static void assertMistake(Reading reading, String before, String after, String message) {
    String text = changed(before, after);
    assertThatThrownBy(() -> reading.of(text))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("m.yaml:")
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }

  @Test
  void aKernelIsWhatIsWrittenOfIt() throws IOException {
    KernelDef kernel = kernel(GOOD);
    assertThat(kernel.source()).isEqualTo(new KernelSource.Debian("linux-source-6.1", "6.1.176-1"));
    assertThat(kernel.config().base()).isEqualTo(new ConfigBase.Target("defconfig"));
    assertThat(kernel.modules()).containsExactly("ext4");
    assertThat(kernel.guest().cmdline()).isEqualTo("slub_debug=F");
    assertThat(kernel.guest().memoryMiB()).isEqualTo(300);
    assertThat(kernel.guest().smp()).isEqualTo(4);
    assertThat(kernel.prepare().names()).containsExactly("one.patch");
    KernelDef bare =
        kernel(changed("    memory: 300\n    smp: 4\n", "").replace("base: defconfig, ", ""));
    assertThat(bare.guest().memoryMiB()).isEqualTo(256);
    assertThat(bare.guest().smp()).isEqualTo(2);
    assertThat(bare.config().base()).isEqualTo(ConfigBase.TINY);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          source: {debian: linux-source-6.1, version: 6.1.176-1} |        | kernels 'plain' has no source
          base: defconfig    | base: ../config  | '../config' leaves the root
          base: defconfig    | base: conf       | 'conf' is no configuration target
          modules: [ext4]    | modules: ["a b"] | 'a b' cannot be a name
          memory: 300        | memory: 31       | 31 is out of range; use 32 to 1048576
          memory: 300        | memory: 1048577  | 1048577 is out of range
          smp: 4             | smp: 0           | 0 is out of range; use 1 to 64
          smp: 4             | smp: 65          | 65 is out of range
          smp: 4             | smp: four        | wrong type: expected a whole number
          6.1.176-1          | six              | 'six' is no version of a Debian package
          debian: linux      | distro: linux-image, debian: linux | names two sources
          fragments: [a.config] | fragments: [a.config, b.config] | m.yaml:7:53: no such file
          fragments: [a.config] | fragments: [.] | is a directory
          """)
  void aKernelThatCannotBeBuiltIsRefused(String before, String after, String message) {
    assertMistake(this::kernel, before, after, message);
  }

  @Test
  void anImageIsWhatIsWrittenOfIt() throws IOException {
    assertThat(image(GOOD))
        .isEqualTo(
            new ImageDef(
                "small",
                4 << 20,
                List.of("mkfs.ext4", "{image}"),
                "disk1",
                new ImageDef.Mount("ext4", "/media/a", "data=journal"),
                new ImageDef.Check(
                    List.of("e2fsck", "-p", "{image}"), List.of("e2fsck", "-fn", "{image}"))));
    ImageDef bare =
        image(
            changed("    serial: disk1\n", "")
                .replace("replay: [e2fsck, -p, \"{image}\"], ", "")
                .replace(", at: /media/a, options: \"data=journal\"", ""));
    assertThat(bare.serial()).isEqualTo("small");
    assertThat(bare.mount()).isEqualTo(new ImageDef.Mount("ext4", "/mnt", null));
    assertThat(Objects.requireNonNull(bare.check()).replay()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          size: 4MiB         | mount: {}          | written twice
          4MiB               | 0                  | '0' is no size
          4MiB               | 4MB                | '4MB' is no size
          4MiB               | 1234567890         | is no size
          disk1              | "disk 1"           | 'disk 1' cannot be a virtio-blk serial
          disk1              | d23456789012345678901 | cannot be a virtio-blk serial
          [mkfs.ext4, "{image}"] | [cp, "{image}", "{image}"] | names "{image}" 2 times
          [mkfs.ext4, "{image}"] | [] | names "{image}" 0 times
          -p, "{image}"      | -p                 | names "{image}" 0 times
          run: [e2fsck, -fn, "{image}"] | run: [] | names "{image}" 0 times
          , run: [e2fsck, -fn, "{image}"] |       | has no check/run
          type: ext4,        | type: "ext 4",     | 'ext 4' is no file-system name
          type: ext4,        |                    | has no mount/type
          /media/a           | media              | 'media' is no mount point
          /media/a           | /media/../a        | '/media/../a' is no mount point
          data=journal       | data journal       | must be one word
          """)
  void anImageThatCannotBeMadeIsRefused(String before, String after, String message) {
    assertMistake(this::image, before, after, message);
  }

  private ReproducerDef onImages(String images, String more) throws IOException {
    String text =
        changed("    image: small\n", "    images: " + images + "\n")
            .replace("repros:\n", more.indent(2).stripTrailing() + "\nrepros:\n");
    return entry(resolved(text).reproducers(), "crash");
  }

  @Test
  void aProgramHasItsImagesInTheOrderInWhichTheyStand() throws IOException {
    assertThat(program(GOOD).images()).containsExactly("small");
    String bare = "bare: {mkfs: ext4}";
    ReproducerDef both = onImages("[bare, small]", bare);
    assertThat(both.images()).containsExactly("bare", "small");
    assertThat(both.steps()).containsExactly("mount", "open", "write");
    ReproducerDef one = onImages("[bare]", bare);
    assertThat(one.steps()).containsExactly("open", "write");
    assertThat(onImages("[]", bare).images()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          [small, other]     | no image 'other'; known are: small, more
          [small, more]      | both 'small' and 'more' have a mount:; the agent mounts one
          [small, small]     | 'small' has the serial of 'small'
          [more, twin]       | 'twin' has the serial of 'more'; give each disk
          [small], image: small | stands beside image:
          """)
  void imagesThatNoProgramCanHaveTogetherAreRefused(String images, String message) {
    String more =
        """
          more: {mkfs: ext4, mount: {}}
          twin: {mkfs: ext4, serial: more}""";
    assertThatThrownBy(() -> onImages(images.replace(", image:", "\n    image:"), more))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("m.yaml:")
        .hasMessageContaining(message);
  }

  @Test
  void aProgramOnAMountedImageMountsFirst() throws IOException {
    assertThat(program(GOOD).steps()).containsExactly("mount", "open", "write");
    assertThat(program(changed("[open, write]", "[mount, open]")).steps())
        .containsExactly("mount", "open");
    assertThat(program(changed("steps: [open, write]", "steps: []")).steps()).isEmpty();
    assertThat(program(changed("image: small", "timeout: 2m")).steps())
        .containsExactly("open", "write");
    assertThat(program(GOOD).timeout()).isEqualTo(Duration.ofSeconds(30));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          MODE: 1            | 1MODE: 1           | is no macro with a value
          MODE: 1            | MODE: ~            | is no macro with a value
          args: [a]          | timeout: 0s        | '0s' is no duration
          args: [a]          | timeout: 5h        | '5h' is no duration
          args: [a]          | accepts: [read]    | no step 'read'; known are: mount, open, write
          {crash: [kernel BUG in f]} | {crash: [a], check: open} | write exactly one of the two
          fails: {crash: [kernel BUG in f]} | timeout: 1s | does not say how it fails
          source: crash.c    | program: crash.c   | a ready-made program is not compiled
          args: [a]          | arch: arm          | 'arm' is not known
          args: [a]          | sandbox: jail      | 'jail' is not known
          args: [a]          | libs: [-lpthread]  | '-lpthread' is no library
          args: [a]          | libs: ["a b"]      | 'a b' is no library
          """)
  void aProgramThatCannotRunIsRefused(String before, String after, String message) {
    assertMistake(this::program, before, after, message);
  }

  @Test
  void aProgramIsCompiledAndRunAsItsOptionsSay() throws IOException {
    ReproducerDef plain = program(GOOD);
    assertThat(plain.program().kind()).isEqualTo(Kind.C);
    assertThat(plain.program().arch()).isEqualTo(Arch.X86_64);
    assertThat(plain.running().sandbox()).isEqualTo(Sandbox.NONE);
    ReproducerDef other =
        program(
            changed(
                "args: [a]",
                "args: [a]\n    cflags: [-O0, -Wno-all, -fno-builtin, '-DA=\"b c\"', -march=i686]\n"
                    + "    libs: [pthread, stdc++]\n    arch: i386\n    sandbox: namespace"));
    assertThat(other.program().cflags())
        .containsExactly("-O0", "-Wno-all", "-fno-builtin", "-DA=\"b c\"", "-march=i686");
    assertThat(other.program().libs()).containsExactly("pthread", "stdc++");
    assertThat(other.program().arch()).isEqualTo(Arch.I386);
    assertThat(other.running().sandbox()).isEqualTo(Sandbox.NAMESPACE);
  }

  @Test
  void aProgramMayBeOfSyzkallerOrReadyMade() throws IOException {
    Files.writeString(directory.resolve("a.syz"), "sync()\n");
    assertThat(program(changed("source: crash.c\n", "source: a.syz\n")).program().kind())
        .isEqualTo(Kind.SYZ);
    ReproducerDef ready =
        program(changed("source: crash.c\n    define: {MODE: 1, SIZE: 2}\n", "program: crash.c\n"));
    assertThat(ready.program().kind()).isEqualTo(Kind.BINARY);
    assertThat(ready.program().file()).isEqualTo(directory.resolve("crash.c"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-o",
        "-oprogram",
        "-B/tmp",
        "-wrapper",
        "-fplugin=evil",
        "-fplugin-arg-evil-x=y",
        "-specs=evil",
        "-Wl,-Tscript",
        "-Wa,-a",
        "-Wp,-MDfile",
        "-xassembler",
        "-I/etc",
        "-include",
        "-imacros",
        "-save-temps",
        "-fdump-tree-all",
        "-fprofile-use=x",
        "-fuse-ld=gold",
        "-MFfile",
        "-Lhere",
        "-lpthread",
        "-static",
        "-shared",
        "other.c",
        "-",
        "-f",
        "-fa/b",
        "-DA\nB"
      })
  void anOptionThatReadsOrRunsSomethingElseIsRefused(String flag) {
    assertThatThrownBy(() -> program(withFlag(flag)))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("cannot be used here; options that begin with -O");
  }

  @Test
  void noFileOfOptionsIsRead() {
    assertThatThrownBy(() -> program(withFlag("@options")))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("'@options' cannot be used here");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-m32", "-m64", "-mx32", "-m16"})
  void theWordSizeHasAKeyOfItsOwn(String flag) {
    assertThatThrownBy(() -> program(withFlag(flag)))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("write arch: i386");
  }

  private static String withFlag(String flag) {
    return changed("args: [a]", "args: [a]\n    cflags: [\"" + flag.replace("\n", "\\n") + "\"]");
  }

  @Test
  void aProgramHasOneOriginWhichIsThere() {
    String both = changed("source: crash.c\n", "source: crash.c\n    program: crash.c\n");
    assertThatThrownBy(() -> program(both))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("source: and program: exclude each other");
    String gone = changed("source: crash.c\n    define: {MODE: 1, SIZE: 2}\n", "program: none\n");
    assertThatThrownBy(() -> program(gone))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("no such file");
  }

  @Test
  void aReadyMadeProgramHasNothingToDefine() throws IOException {
    String ready =
        changed("source: crash.c\n    define: {MODE: 1, SIZE: 2}\n", "program: crash.c\n");
    assertThatThrownBy(() -> resolved(ready))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("'crash' is not compiled; remove define:");
  }

  @Test
  void aClaimIsOneExperimentOrSeveral() throws IOException {
    List<ClaimDef> claims = claims(GOOD);
    assertThat(claims).extracting(ClaimDef::id).containsExactly("C1", "C2");
    ClaimDef.Experiment mode = claims.get(0).experiments().get(0);
    assertThat(mode.expect()).isEqualTo(Expectation.NO_CRASH);
    assertThat(mode.kernel()).isEqualTo("plain");
    assertThat(mode.patch()).isNull();
    ReproducerDef variant = Objects.requireNonNull(mode.variant());
    assertThat(variant.name()).isEqualTo("crash.C1.1");
    assertThat(variant.program().define()).containsEntry("MODE", "0").containsEntry("SIZE", "2");
    assertThat(variant.steps()).containsExactly("mount", "open", "write");
    ClaimDef.Experiment lines = claims.get(1).experiments().get(0);
    assertThat(lines.patch()).isEqualTo("one");
    assertThat(lines.function()).isEqualTo("f");
    assertThat(Objects.requireNonNull(lines.variant()).name()).isEqualTo("check.C2.1");
    ClaimDef.Experiment enough = claims.get(1).experiments().get(1);
    assertThat(enough.expect()).isEqualTo(Expectation.SUFFICIENT);
    assertThat(enough.variant()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          says: it needs the mode, |                    | a claim needs id: and says:
          id: C1,            |                          | a claim needs id: and says:
          id: C1             | id: c2                   | claim 'C2' is written twice
          id: C1             | id: "C 1"                | 'C 1' cannot be a name
          expect: no-crash,  |                          | write exactly one of the two
          expect: no-crash   | expect: no-crash, all: [] | write exactly one of the two
          expect: no-crash   | expect: maybe            | no such name 'maybe'; known are: check-fails, crash, executed
          expect: no-crash   | expect: check-fails      | 'crash' fails by a crash; expect that
          repro: crash, expect: no-crash | repro: check, expect: crash | 'check' fails by a check
          repro: crash, expect: no-crash | expect: crash | an experiment needs repro:; known are: crash, check
          repro: crash, expect | repro: holds, expect   | no such name 'holds'
          repro: crash, expect | repro: crash, kernel: other, expect | no such name 'other'; known are: plain
          on: one, repro     | on: two, repro           | no such name 'two'; known are: one
          on: one, expect: sufficient | expect: sufficient | sufficient is said of a patch alone
          on: one, expect: sufficient | on: one, repro: crash, expect: sufficient | sufficient is said of a patch alone
          on: one, expect: sufficient | on: one, repro: crash | an experiment needs expect:
          function: f, file: fs/f.c | function: f       | function: and file: go with executed
          expect: no-crash   | expect: no-crash, function: f, file: fs/f.c | function: and file: go with executed
          """)
  void aClaimThatNoExperimentSettlesIsRefused(String before, String after, String message) {
    assertMistake(this::claims, before, after, message);
  }

  @Test
  void aClaimWithoutExperimentsIsRefused() {
    String text = GOOD.substring(0, GOOD.indexOf("    all:")) + "    all: []\n";
    assertThatThrownBy(() -> claims(text))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("names no experiment");
  }

  @Test
  void theRestIsWhatIsWrittenOfIt() throws IOException {
    Matrix matrix = resolved(GOOD);
    assertThat(matrix.credits())
        .isEqualTo(new Credits("A Person <a@example.org>", "https://example.org/1"));
    assertThat(matrix.defaults()).isEqualTo(new Defaults(7, 50, Duration.ofMinutes(2), 0.99, 3));
    assertThat(resolved(GOOD.substring(0, GOOD.indexOf("defaults:"))).defaults())
        .isEqualTo(Defaults.BUILT_IN);
    assertThat(resolved(changed("reported-by: A Person <a@example.org>\n", "")).credits())
        .isEqualTo(new Credits(null, "https://example.org/1"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          A Person <a@example.org> | A <b> <c@d>       | is no reporter
          A Person <a@example.org> | "a\\nBcc: x@y.zz" | is no reporter
          https://example.org/1 | ftp://example.org    | is no address
          https://example.org/1 | "https://a b"        | is no address
          case: two-words    | case: two words         | 'two words' cannot be a name
          case: two-words    | root: .                 | the case has no name
          case: two-words    | root: nowhere           | no such directory
          confidence: 0.99   | confidence: 0.5         | must lie between 0.5 and 1, is 0.5
          confidence: 0.99   | confidence: 1           | must lie between 0.5 and 1
          trials: 7          | trials: 0               | 0 is out of range; use 1 to 10000
          maxTrials: 50      | maxTrials: 10001        | 10001 is out of range
          budget: 2m         | budget: 2h              | '2h' is no duration
          jobs: 3            | jobs: 257               | 257 is out of range; use 1 to 256
          files: [one.patch] | files: []               | patch 'one' has no file
          {files: [one.patch]} | {}                    | patches 'one' has no files
          {files: [one.patch]} | ~                     | 'one' is empty
          {files: [one.patch]} | {files: [one.patch], expect: {crash: ~}} | no verdict 'null'
          holds: {source: crash.c} | holds: {source: crash.c, fails: {crash: [a]}} | a guard must not fail
          """)
  void whatIsWrongElsewhereIsToldWhereItStands(String before, String after, String message) {
    assertMistake(this::resolved, before, after, message);
  }

  @Test
  void aMatrixHasAKernelAndAReproducer() throws IOException {
    assertThatThrownBy(() -> resolved("case: a\n"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("no kernel is defined");
    assertThatThrownBy(
            () -> resolved("case: a\nkernels: {k: {source: {debian: linux-source-6.1}}}\n"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("no reproducer is defined");
  }

  @Test
  void namesThatDifferOnlyInCaseMayBeOneDirectory() {
    assertMistake(
        this::resolved,
        "guards:\n",
        "guards:\n  Holds: {source: crash.c}\n",
        "'holds' is defined already at " + directory.resolve("m.yaml"));
  }

  @Test
  void aPlaceThatIsNotThereIsTheNearestAroundIt() throws IOException {
    Located file = written(GOOD);
    At small = At.of(file, "images", "small");
    assertThat(file.where("images/small/size")).endsWith("m.yaml:17:5");
    assertThat(file.where(small.pointer("mount/none"))).endsWith("m.yaml:20:5");
    assertThat(file.where(small.pointer(""))).endsWith("m.yaml:16:3");
    assertThat(file.where("nowhere/at/all")).endsWith("m.yaml:1:1");
    assertThat(small.error("size", "is wrong", "fix it"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("m.yaml:17:5: is wrong; fix it");
    assertThat(Located.known(List.of())).isEqualTo("none is defined");
  }

  @Test
  void whatIsNoMatrixIsRefusedBeforeItIsParsed() throws IOException {
    Path file = directory.resolve("m.yaml");
    Files.writeString(file, "#".repeat((1 << 20) + 1));
    assertThatThrownBy(() -> Located.read(file))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("larger than 1048576 bytes");
    Files.write(file, new byte[] {'a', (byte) 0xff});
    assertThatThrownBy(() -> Located.read(file))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("cannot be read: it is no UTF-8 text");
    assertThatThrownBy(() -> Located.read(directory.resolve("none.yaml")))
        .isInstanceOf(UserError.class);
    assertThatThrownBy(() -> written("a: " + "[".repeat(50)))
        .isInstanceOf(UserError.class)
        .hasMessageNotContaining("\n");
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "999999999, 999999999",
    "2KiB, 2048",
    "' 3MiB ', 3145728",
    "1GiB, 1073741824"
  })
  void aSizeIsBytesOrAPowerOfTwo(String text, long bytes) throws IOException {
    assertThat(Values.bytes(written(GOOD), "images/small/size", text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @CsvSource({"1ms, PT0.001S", "30s, PT30S", "' 2m', PT2M"})
  void aDurationHasAUnit(String text, Duration duration) throws IOException {
    assertThat(Values.duration(written(GOOD), "defaults/budget", text)).isEqualTo(duration);
  }

  @Test
  void aKernelWithoutAToolchainIsBuiltWithTheUsualOne() throws IOException {
    Located file = written(GOOD);
    SourceResolver resolver =
        new SourceResolver(At.of(file, "kernels", "plain"), entry(file.spec().kernels(), "plain"));
    assertThat(resolver.toolchain()).isEqualTo("gcc");
    assertThat(resolver.resolve(of("linux-source-6.1", null, null)))
        .isEqualTo(new KernelSource.Debian("linux-source-6.1"));
    for (String version : List.of("1:6.1-1~bpo12+1", "6.1.176-1", "0")) {
      assertThat(resolver.resolve(of("linux-source-6.1", null, version)))
          .isEqualTo(new KernelSource.Debian("linux-source-6.1", version));
    }
    for (String version : List.of("-1", "a:6.1", "6.1;id", "6.1 1", "")) {
      assertThatThrownBy(() -> resolver.resolve(of("linux-source-6.1", null, version)))
          .isInstanceOf(UserError.class)
          .hasMessageContaining("is no version of a Debian package");
    }
    assertThatThrownBy(() -> resolver.resolve(of(null, "linux-image-amd64", null)))
        .as("it has a configuration")
        .isInstanceOf(UserError.class)
        .hasMessageContaining("a stock kernel has its own configuration");
  }

  private static MatrixSpec.Source of(
      @Nullable String debian, @Nullable String distro, @Nullable String version) {
    return new MatrixSpec.Source(debian, distro, null, null, null, null, null, null, null, version);
  }
}
