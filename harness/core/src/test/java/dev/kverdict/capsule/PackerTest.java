package dev.kverdict.capsule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kverdict.UserError;
import dev.kverdict.campaign.DeadLane;
import dev.kverdict.campaign.RunCase;
import dev.kverdict.host.AtomicFiles;
import dev.kverdict.kernel.KernelArtefact;
import dev.kverdict.model.Matrix;
import dev.kverdict.record.JudgedVerdict;
import dev.kverdict.record.Outcome;
import dev.kverdict.record.Reached;
import dev.kverdict.record.RunFacts;
import dev.kverdict.record.RunResult;
import dev.kverdict.record.Scope;
import dev.kverdict.record.TrialId;
import dev.kverdict.record.TrialLine;
import dev.kverdict.record.Verdict;
import dev.kverdict.record.VerdictKind;
import dev.kverdict.run.Environment;
import dev.kverdict.run.RunFolder;
import dev.kverdict.store.Entry;
import dev.kverdict.store.Key;
import dev.kverdict.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Capsules of a run that never was: its evidence is that of machines of ours. */
class PackerTest {

  private static final Path EVIDENCE = Path.of("src/test/evidence");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;
  private final List<TrialLine> trials = new ArrayList<>();
  private Store store;
  private RunFolder run;
  private Path out;

  @BeforeEach
  void write() throws IOException {
    store = new Store(folder.resolve("store"), new DeadLane(), 1 << 30);
    run = new RunFolder(Files.createDirectory(folder.resolve("run")));
    out = folder.resolve("a.capsule");
    Map<String, String> digests =
        Map.of(
            "agent", entry("agent", "program"),
            "program", entry("program", "program"),
            "image", entry("image", "image"));
    kernel("k");
    kernel("k/p");
    for (int i = 1; i <= 5; i++) {
      trial(new TrialId("k", null, "old-data", TrialId.PLAIN, i), "failed", digests);
      trial(new TrialId("k", "p", "old-data", TrialId.PLAIN, i), "clean", digests);
    }
    trial(
        new TrialId("k", null, "canary+clean", TrialId.PLAIN, 1),
        "canary+clean",
        Map.of("program", entry("canary", "program")));
    Path patch = Files.createDirectories(run.patch("p").resolve("0")).resolve("a fix.patch");
    Files.writeString(patch, SmallCapsule.PATCH);
    write(checkedBy("own"));
  }

  private static RunCase checkedBy(String checker) {
    RunCase small = new SmallCapsule().manifest().matrix();
    RunCase.Image image = small.images().get(0);
    RunCase.Kernel kernel = small.kernels().get(0);
    return new RunCase(
        small.schema(),
        small.caseName(),
        small.effort(),
        List.of(kernel, new RunCase.Kernel("other", List.of(), "", 256, 1, kernel.machine())),
        List.of(new RunCase.Image(image.name(), image.serial(), image.mount(), checker)),
        small.programs());
  }

  private void write(RunCase matrix) throws IOException {
    JSON.writeValue(run.file(RunCase.NAME).toFile(), matrix);
  }

  private String entry(String step, String file) {
    Key key = Key.of(step, 1, "x");
    store.obtain(key, into -> Files.writeString(into.resolve(file), "the " + step)).close();
    return key.digest();
  }

  private void kernel(String name) throws IOException {
    try (Entry entry =
        store.obtain(
            Key.of("kernel", 1, name),
            into -> {
              KernelArtefact.write(into, new KernelArtefact.Facts(1, "6.1", Map.of(), name));
              Files.writeString(into.resolve("config"), "CONFIG_KASAN=y\n");
              Files.writeString(into.resolve("vmlinux"), "the kernel " + name);
              Files.writeString(KernelArtefact.log(into), "cc in " + into);
              Files.createDirectories(into.resolve("modules/lib"));
              Files.writeString(into.resolve("modules/lib/a.ko"), "the same module");
              Files.createSymbolicLink(into.resolve("modules/build"), into);
            })) {
      Files.createSymbolicLink(run.kernel(name).resolve("artefact"), entry.folder());
    }
  }

  private void trial(TrialId id, String shown, Map<String, String> digests) throws IOException {
    Path to = run.trial(id, 1);
    try (Stream<Path> all = Files.list(EVIDENCE.resolve(shown))) {
      for (Path file : all.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
    ObjectNode inputs = (ObjectNode) JSON.readTree(to.resolve("trial.json").toFile());
    inputs.set("trial", JSON.valueToTree(id));
    inputs.putNull("snapshot");
    inputs.set("digests", JSON.valueToTree(digests));
    JSON.writeValue(to.resolve("trial.json").toFile(), inputs);
    String where = run.path().relativize(to).toString();
    trials.add(new TrialLine(id, Outcome.Kind.CLEAN, "", 1, false, where));
  }

  private RunResult result(@Nullable String patch) {
    Verdict verdict =
        new Verdict(
            "k",
            patch == null ? Verdict.CONTROL : patch,
            "old-data",
            false,
            patch == null ? VerdictKind.REPRODUCED : VerdictKind.FIXED,
            "",
            Verdict.Tally.booted(5, 5, 0),
            Verdict.Tally.booted(5, 0, 5),
            null,
            new Reached(Reached.Answer.YES, "", List.of()),
            List.of(),
            List.of("so"));
    return new RunResult(
        "small",
        List.of(new JudgedVerdict(verdict, null)),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        Scope.UNKNOWN,
        new RunFacts("", 1, "", null, 0.95, 1, 0, "QEMU 7.2", "", Map.of("k", "tcg")),
        List.of(),
        trials);
  }

  private Packer.Packed pack(@Nullable String patch) {
    return new Packer(store, "1.2.3").pack(run.path(), result(patch), "old-data", out);
  }

  private void refused(String said) {
    assertThatThrownBy(() -> pack("p")).isInstanceOf(UserError.class).hasMessageContaining(said);
    assertThat(out).doesNotExist();
  }

  @Test
  void aCapsuleHoldsWhatTheTrialsRan() throws IOException {
    Packer.Packed packed = pack("p");
    assertThat(packed.cell()).isEqualTo("k/p old-data");
    assertThat(packed.bytes()).isEqualTo(Files.size(out));
    assertThat(packed.notes())
        .containsExactly(
            "the check of image disk is a command of the case's own, which no capsule holds: a replay does without it");
    Capsule read = Capsule.read(out, Files.createDirectory(folder.resolve("into")));
    Manifest manifest = read.manifest();
    assertThat(manifest.matrix().kernels()).extracting(RunCase.Kernel::name).containsExactly("k");
    assertThat(manifest.matrix().images().get(0).checker()).isEmpty();
    assertThat(manifest.host()).isEqualTo(new Manifest.Host("1.2.3", "QEMU 7.2", "tcg"));
    assertThat(manifest.machines().kernels().get("k/p").files().keySet())
        .containsExactly("config", "kernel.json", "modules/lib/a.ko", "vmlinux");
    assertThat(manifest.patches().patches().get(0).files().get(0).name())
        .isEqualTo("0-a_fix.patch");
    Expected expected = manifest.expected();
    assertThat(expected.verdict()).isEqualTo(VerdictKind.FIXED);
    assertThat(expected.of(Expected.CONTROL).trials()).isEqualTo(5);
    assertThat(expected.of(Expected.CONTROL).shown()).hasSize(1);
    assertThat(expected.of(Expected.PATCHED).shown()).hasSize(1);
    assertThat(Files.readString(read.bundle().blob(kernelFile(manifest, "vmlinux"))))
        .isEqualTo("the kernel k/p");
    String text = dev.kverdict.shard.Json.of(manifest);
    assertThat(text).doesNotContain(folder.toString());

    Environment host = new Environment(new DeadLane(), folder.resolve("other"), 1 << 30, null);
    try (Replay replay = Replay.open(out, host)) {
      Matrix matrix = replay.matrix();
      assertThat(matrix.reproducers()).containsOnlyKeys("old-data");
      assertThat(matrix.images().get("disk").check()).isNull();
    }
  }

  private static String kernelFile(Manifest manifest, String path) {
    return String.valueOf(manifest.machines().kernels().get("k/p").files().get(path));
  }

  @Test
  void twoCapsulesOfACellAreEqual() throws IOException {
    pack("p");
    byte[] first = Files.readAllBytes(out);
    Files.delete(out);
    pack("p");
    assertThat(out).hasBinaryContent(first);
  }

  @Test
  void aControlHasNoPatch() throws IOException {
    assertThat(pack(null).cell()).isEqualTo("k old-data");
    Manifest manifest = Capsule.read(out, Files.createDirectory(folder.resolve("into"))).manifest();
    assertThat(manifest.machines().kernels()).containsOnlyKeys("k");
    assertThat(manifest.patches().patches()).isEmpty();
    assertThat(manifest.expected().series()).hasSize(1);
  }

  @Test
  void aKnownCheckerIsKeptByItsName() throws IOException {
    write(checkedBy("ext4"));
    assertThat(pack("p").notes()).isEmpty();
    assertThat(
            Capsule.read(out, Files.createDirectory(folder.resolve("into")))
                .manifest()
                .matrix()
                .images()
                .get(0)
                .checker())
        .isEqualTo("ext4");
  }

  @Test
  void whatTheStoreHasNoMoreIsNamed() throws IOException {
    AtomicFiles.delete(folder.resolve("store/image"));
    refused("what it needs is in the store no more: disk; run the case again, and pack that run");
    AtomicFiles.delete(folder.resolve("store/kernel"));
    refused("in the store no more");
  }

  @Test
  void aRunOfAnotherStoreIsNamed() throws IOException {
    Path link = run.kernel("k/p").resolve("artefact");
    Files.delete(link);
    refused("has no link to the kernel k/p: it was joined from shards, or is a replay");
    Files.createSymbolicLink(link, Path.of("/elsewhere/kernel").resolve("0".repeat(64)));
    refused("has its kernel k/p in another store, /elsewhere/kernel/0000");
  }

  @Test
  void whatDoesNotFitIsSaid() throws IOException {
    RunCase matrix = checkedBy("");
    RunCase.Kernel kernel = matrix.kernels().get(0);
    write(
        new RunCase(
            matrix.schema(),
            matrix.caseName(),
            matrix.effort(),
            List.of(
                new RunCase.Kernel(
                    "k", kernel.modules(), "x".repeat(9000), 256, 2, kernel.machine())),
            matrix.images(),
            matrix.programs()));
    refused("k/p old-data: does not fit into a capsule: a kernel's command line is too long");
  }

  @Test
  void aRunOfAnotherVersionIsNone() throws IOException {
    Files.writeString(run.file(RunCase.NAME), "{}");
    refused("case.json: is not of this version of kverdict; run the case again");
    Files.delete(run.file(RunCase.NAME));
    refused("holds no case.json; run the case again");
  }
}
