package dev.kverdict.capsule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kverdict.UserError;
import dev.kverdict.shard.CaseBundle;
import dev.kverdict.shard.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The file of a capsule: what is written is read again, and everything else is refused. */
class CapsuleFormatTest {

  private static final String OTHER = "0".repeat(64);

  @TempDir private Path folder;
  private final SmallCapsule small = new SmallCapsule();

  private Capsule read(Path file) throws IOException {
    return Capsule.read(file, Files.createDirectories(folder.resolve("into")));
  }

  private void refused(Path file, String said) {
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(UserError.class)
        .hasMessageStartingWith(file + ": ")
        .hasMessageContaining(said)
        .hasMessageEndingWith("; get the capsule again from where it was made");
  }

  private void refused(RawCapsule raw, String said) throws IOException {
    refused(raw.write(folder.resolve("bad.capsule")), said);
  }

  @Test
  void whatIsWrittenIsReadAgain() throws IOException {
    Manifest manifest = small.manifest();
    CaseBundle bundle = new CaseBundle(folder.resolve("from"), "it", "capsule", "");
    Files.createDirectories(folder.resolve("from/files"));
    for (Map.Entry<String, byte[]> blob : small.blobs().entrySet()) {
      Files.write(bundle.blob(blob.getKey()), blob.getValue());
    }
    Path file = folder.resolve("a.capsule");
    ArchiveWriter.write(file, Json.of(manifest), manifest.files(), bundle);
    Capsule read = read(file);
    assertThat(read.manifest()).isEqualTo(manifest);
    for (Map.Entry<String, byte[]> blob : small.blobs().entrySet()) {
      assertThat(read.bundle().blob(blob.getKey())).hasBinaryContent(blob.getValue());
    }
    assertThat(small.with(Json.of(manifest)).bytes())
        .as("anybody can write it")
        .isEqualTo(unzipped(file));
  }

  private static byte[] unzipped(Path file) throws IOException {
    try (var in = new java.util.zip.GZIPInputStream(Files.newInputStream(file))) {
      return in.readAllBytes();
    }
  }

  @Test
  void otherProgramsCanLookIntoIt() throws Exception {
    Path file = small.write(folder.resolve("a.capsule"), document -> {});
    Process tar =
        new ProcessBuilder("tar", "-tvzf", file.toString()).redirectErrorStream(true).start();
    String listed = new String(tar.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(tar.waitFor()).as(listed).isZero();
    assertThat(listed.lines()).hasSize(small.blobs().size() + 1);
    assertThat(listed).contains("capsule.json", "-rw-r--r-- 0/0");
  }

  private RawCapsule begun() {
    return new RawCapsule().file(Manifest.NAME, Json.of(small.manifest()));
  }

  private static Consumer<byte[]> type(char type) {
    return header -> header[156] = (byte) type;
  }

  @Test
  void nothingButFilesIsTaken() throws IOException {
    String one = "files/" + small.manifest().files().keySet().iterator().next();
    Map<Character, String> kinds =
        Map.of(
            '1', "is a link",
            '2', "is a link",
            '3', "is a device",
            '4', "is a device",
            '5', "is a directory",
            '6', "is a pipe",
            '7', "is something other than a file",
            'L', "is something other than a file",
            'x', "is something other than a file",
            '\0', "is something other than a file");
    for (Map.Entry<Character, String> kind : kinds.entrySet()) {
      refused(begun().changed(one, new byte[0], type(kind.getKey())).end(), kind.getValue());
    }
    refused(
        begun().changed(one, new byte[0], header -> header[157] = 'a').end(),
        "has a header that kverdict does not write");
    refused(
        begun().changed(one, new byte[0], header -> header[100] = '4').end(),
        "has a header that kverdict does not write");
  }

  @Test
  void noNameLeadsElsewhere() throws IOException {
    refused(begun().file("/etc/passwd", "x").end(), "/etc/passwd is an absolute path");
    refused(begun().file("files/../../x", "x").end(), "leads out of its directory");
    refused(begun().file("..", "x").end(), "leads out of its directory");
    refused(begun().file("./x", "x").end(), "is no plain name of a file");
    refused(begun().file("files//x", "x").end(), "is no plain name of a file");
    refused(begun().file("files\\x", "x").end(), "is no plain name of a file");
    refused(begun().file("files/a\nb", "x").end(), "is no plain name of a file");
    refused(
        begun().changed("x", new byte[0], header -> header[345] = '/').end(),
        "is an absolute path");
    refused(
        begun().changed("x", new byte[0], header -> header[345] = 'a').end(),
        "has a header that kverdict does not write");
  }

  @Test
  void eachFileIsThereOnceAndDeclared() throws IOException {
    Manifest manifest = small.manifest();
    Map.Entry<String, byte[]> one = small.blobs().entrySet().iterator().next();
    String name = "files/" + one.getKey();
    byte[] bytes = one.getValue();
    refused(begun().file("more", "x").end(), "more is not declared in capsule.json");
    refused(begun().file("files/" + OTHER, "x").end(), "is not declared in capsule.json");
    refused(begun().file(name, bytes).file(name, bytes).end(), "is there twice");
    refused(
        begun().file(name, bytes).file(name.toUpperCase(java.util.Locale.ROOT), bytes).end(),
        "is there twice, or differs from another name in its case only");
    refused(begun().file("CAPSULE.json", "x").end(), "is there twice, or differs");
    refused(begun().file(name, bytes).end(), "lacks ");
    refused(
        begun().file(name, new byte[bytes.length + 1]).end(),
        "bytes, and capsule.json says " + bytes.length);
    byte[] other = bytes.clone();
    other[0] ^= 1;
    refused(begun().file(name, other).end(), name + " was changed or damaged");
    assertThat(manifest.files()).containsKey(one.getKey());
  }

  @Test
  void damageIsSeen() throws IOException {
    Path file = folder.resolve("bad.capsule");
    refused(Files.writeString(file, "no gzip at all"), "is no capsule");
    refused(Files.writeString(file, ""), "is no capsule");
    refused(new RawCapsule().file("else", "x").end(), "does not begin with capsule.json");
    refused(new RawCapsule().end(), "does not begin with capsule.json");
    refused(begun().raw(new byte[100]), "it ends too early");
    byte[] header = RawCapsule.header("x", 1);
    header[0] ^= 1;
    refused(begun().entry(header, new byte[1]).end(), "the sum of a header is wrong");
    byte[] whole = small.with(Json.of(small.manifest())).bytes();
    refused(RawCapsule.write(file, java.util.Arrays.copyOf(whole, whole.length - 1)), "too early");
    refused(
        RawCapsule.write(file, java.util.Arrays.copyOf(whole, whole.length + 1)),
        "goes on after its end");
    byte[] padded = whole.clone();
    padded[TarHeader.BLOCK + Json.of(small.manifest()).length()] = 'x';
    refused(RawCapsule.write(file, padded), "has bytes between its files");
    byte[] zipped = Files.readAllBytes(RawCapsule.write(file, whole));
    refused(Files.write(file, java.util.Arrays.copyOf(zipped, zipped.length - 20)), "is damaged");
    zipped[zipped.length / 2] ^= 0x55;
    refused(Files.write(file, zipped), "");
  }

  @Test
  void aDirectoryAndWhatIsNotThereAreNoCapsules() {
    assertThatThrownBy(() -> read(folder))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("cannot be read");
    assertThatThrownBy(() -> read(folder.resolve("none")))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("cannot be read: it does not exist");
  }

  @Test
  void whatIsTooLargeIsNotUnpacked() throws IOException {
    refused(
        new RawCapsule().entry(RawCapsule.header(Manifest.NAME, TarHeader.MOST), new byte[0]),
        "capsule.json is larger than");
    refused(begun().changed("x", new byte[0], header -> header[124] = 'x').end(), "x has no size");
    refused(
        begun().changed("x", new byte[0], header -> header[124] = (byte) 0x80).end(),
        "x has no size");
  }

  private static ObjectNode at(ObjectNode node, String path) {
    return (ObjectNode) node.at(path);
  }

  private static Arguments change(String said, Consumer<ObjectNode> change) {
    return Arguments.of(said, change);
  }

  private static String file(ObjectNode document, String pointer) {
    return document.at(pointer).asText();
  }

  static Stream<Arguments> manifests() {
    String kernel = "/machines/kernels/k/files";
    return Stream.of(
        change("of another version of the format", d -> d.put("schema", 2)),
        change("capsule.json: lacks host", d -> d.remove("host")),
        change("has an unknown field 'lane'", d -> d.put("lane", "container")),
        change("has an unknown field 'root'", d -> at(d, "/matrix").put("root", "/")),
        change("no length of a file", d -> at(d, "/files").put(OTHER, -1)),
        change("no length of a file", d -> at(d, "/files").put(OTHER, Long.MAX_VALUE)),
        change("declares a file that nothing uses", d -> at(d, "/files").put(OTHER, 1)),
        change("no SHA-256: ../x", d -> at(d, "/files").put("../x", 1)),
        change(
            "unpacks to",
            d -> {
              for (int i = 1; i < 5; i++) {
                at(d, "/files").put(Integer.toString(i).repeat(64), TarHeader.MOST);
              }
            }),
        change(
            "has more than 20000 files",
            d -> {
              for (int i = 0; i < 20_001; i++) {
                at(d, "/files").put("%064x".formatted(i), 1);
              }
            }),
        change(
            "its parts have more than",
            d -> {
              at(d, "/files").put(file(d, kernel + "/vmlinux"), TarHeader.MOST);
              for (int i = 0; i < 3; i++) {
                at(d, kernel).put("debug/" + i, file(d, kernel + "/vmlinux"));
              }
            }),
        change(
            "has more than 80000 paths",
            d -> {
              for (int i = 0; i < 80_001; i++) {
                at(d, kernel).put("source/" + i, file(d, kernel + "/config"));
              }
            }),
        change("/x is an absolute path", d -> at(d, kernel).put("/x", OTHER)),
        change("leads out", d -> at(d, kernel).put("modules/../../x", OTHER)),
        change("has no build.log", d -> at(d, kernel).put("build.log", OTHER)),
        change("has no usr/bin/qemu", d -> at(d, kernel).put("usr/bin/qemu", OTHER)),
        change("is not among its files", d -> at(d, kernel).put("origin", OTHER)),
        change("lacks its vmlinux", d -> at(d, kernel).remove("vmlinux")),
        change(
            "has a file where a directory is",
            d -> at(d, kernel).put("modules/lib", file(d, kernel + "/config"))),
        change(
            "is too long",
            d -> at(d, kernel).put("modules/" + "a".repeat(300), file(d, kernel + "/config"))),
        change("has no digest", d -> at(d, "/machines/agent").put("key", "../../kernel")),
        change("the agent is not whole", d -> at(d, "/machines/agent/files").removeAll()),
        change(
            "has no Program",
            d -> at(d, "/machines/agent/files").put("Program", file(d, kernel + "/config"))),
        change("lacks the kernel with the patch", d -> at(d, "/machines/kernels").remove("k/p")),
        change(
            "no kernel of its cell: other",
            d -> at(d, "/machines/kernels").set("other", d.at("/machines/kernels/k"))),
        change("has other parts than its case", d -> at(d, "/machines/images").removeAll()),
        change("is about a kernel that is missing", d -> d.put("kernel", "../k")),
        change("no name of a patch: ../p", d -> d.put("patch", "../p")),
        change("does not judge its own cell", d -> d.put("program", "other")),
        change("no name of a case: ../up", d -> at(d, "/matrix").put("caseName", "../up")),
        change(
            "no serial number: a,file=/etc/shadow",
            d -> at(d, "/matrix/images/0").put("serial", "a,file=/etc/shadow")),
        change(
            "no file system that kverdict has a checker for: sh -c reboot",
            d -> at(d, "/matrix/images/0").put("checker", "sh -c reboot")),
        change(
            "no file system that kverdict has a checker for: own",
            d -> at(d, "/matrix/images/0").put("checker", "own")),
        change(
            "no file system that kverdict has a checker for: udf",
            d -> at(d, "/matrix/images/0").put("checker", "udf")),
        change("no file system", d -> at(d, "/matrix/images/0/mount").put("type", "a b")),
        change("is not compiled", d -> at(d, "/matrix/programs/0").put("kind", "C")),
        change("needs a userland", d -> at(d, "/matrix/programs/0").put("kind", "SCRIPT")),
        change("no time limit", d -> at(d, "/matrix/programs/0").put("timeoutMillis", 0)),
        change("no time limit", d -> at(d, "/matrix/programs/0").put("timeoutMillis", 1L << 50)),
        change("no reproducer and no guard", d -> at(d, "/matrix/programs/0").put("guard", true)),
        change("has no such step", d -> at(d, "/matrix/programs/0").put("check", "else")),
        change("no size of a memory", d -> at(d, "/matrix/kernels/0").put("memoryMiB", 1 << 30)),
        change("no number of processors", d -> at(d, "/matrix/kernels/0").put("smp", 4096)),
        change("is too long", d -> at(d, "/matrix/kernels/0").put("cmdline", "x".repeat(5000))),
        change("trials that nobody can run", d -> at(d, "/matrix/effort").put("confidence", 1.5)),
        change(
            "trials that nobody can run", d -> at(d, "/matrix/effort").put("maxTrials", 1 << 30)),
        change("has not the cell's patch", d -> at(d, "/patches").putArray("patches")),
        change("a list of patches", d -> at(d, "/patches").put("alone", false)),
        change(
            "says of its patch", d -> at(d, "/patches/patches/0/expect").put("old-data", "FIXED")),
        change(
            "no name of a file of a patch: ../../x",
            d -> at(d, "/patches/patches/0/files/0").put("name", "../../x")),
        change("do not add up", d -> at(d, "/expected/series/0").put("trials", 50)),
        change("no series: x", d -> at(d, "/expected/series/0").put("name", "x")),
        change("VerdictKind", d -> at(d, "/expected").put("verdict", "PERFECT")));
  }

  @ParameterizedTest
  @MethodSource("manifests")
  void whatNoManifestMayDeclareIsRefused(String said, Consumer<ObjectNode> change)
      throws IOException {
    refused(small.write(folder.resolve("bad.capsule"), change), said);
    assertThat(folder.resolve("into/files")).doesNotExist();
  }

  @Test
  void aManifestSaysNothingTwice() throws IOException {
    String text = small.document().toString();
    refused(small.with(text.replaceFirst("\\{", "{\"schema\":1,")), "Duplicate field 'schema'");
    refused(small.with("null"), "capsule.json: is empty");
    refused(small.with("[".repeat(5000)), "capsule.json: ");
    refused(small.with(text + text), "capsule.json: ");
    refused(small.with(""), "capsule.json: ");
  }
}
