package dev.kverdict.capsule;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kverdict.campaign.RunCase;
import dev.kverdict.kernel.KernelArtefact;
import dev.kverdict.model.MachineType;
import dev.kverdict.model.ProgramDef;
import dev.kverdict.model.Sandbox;
import dev.kverdict.model.SnapshotPoint;
import dev.kverdict.record.Outcome;
import dev.kverdict.record.Reached;
import dev.kverdict.record.VerdictKind;
import dev.kverdict.shard.GivenPatches;
import dev.kverdict.shard.Json;
import dev.kverdict.store.Digests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** A capsule of a few kilobytes, with everything that one has; it boots nowhere. */
final class SmallCapsule {

  static final ObjectMapper JSON = new ObjectMapper();

  static final String PATCH =
      """
      --- a/fs/f.c
      +++ b/fs/f.c
      @@ -1 +1 @@
      -old
      +new
      """;

  private final Map<String, byte[]> blobs = new TreeMap<>();

  private String blob(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    String digest = Digests.ofBytes(bytes);
    blobs.put(digest, bytes);
    return digest;
  }

  private static String key(String name) {
    return Digests.ofText(name);
  }

  private Manifest.Part kernel(String name) {
    try {
      String facts =
          JSON.writeValueAsString(new KernelArtefact.Facts(1, "6.1", Map.of(), key(name)));
      return new Manifest.Part(
          key(name),
          Map.of(
              "kernel.json",
              blob(facts),
              "config",
              blob("CONFIG_KASAN=y\n"),
              "vmlinux",
              blob("the kernel " + name),
              "modules/lib/modules/6.1/kernel/xt_DSCP.ko",
              blob("one module"),
              "modules/lib/modules/6.1/kernel/xt_dscp.ko",
              blob("another module"),
              "changes.diff",
              blob(name.contains("/") ? PATCH : "")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Manifest.Part part(String what, String file) {
    return new Manifest.Part(key(what), Map.of(file, blob(what)));
  }

  Manifest manifest() {
    RunCase.Program program =
        new RunCase.Program(
            "old-data",
            ProgramDef.Kind.BINARY,
            List.of("-v"),
            List.of("disk"),
            Sandbox.NONE,
            10_000,
            SnapshotPoint.AFTER_MOUNT,
            null,
            List.of("mount", "read", "data-is-zero"),
            false,
            List.of(),
            "data-is-zero",
            List.of());
    RunCase matrix =
        new RunCase(
            RunCase.SCHEMA,
            "small",
            new RunCase.Effort(null, 100, 0.95, false, false),
            List.of(new RunCase.Kernel("k", List.of("minix"), "quiet", 256, 2, MachineType.AUTO)),
            List.of(
                new RunCase.Image("disk", "disk", new RunCase.Mount("ext4", "/mnt", null), "ext4")),
            List.of(program));
    GivenPatches patches =
        new GivenPatches(
            true,
            List.of(
                new GivenPatches.Named(
                    "p",
                    Map.of(),
                    List.of(new GivenPatches.File("0-p.patch", blob(PATCH), true, 0, Map.of())),
                    null)),
            List.of());
    Manifest.Machines machines =
        new Manifest.Machines(
            Map.of("k", kernel("k"), "k/p", kernel("k/p")),
            part("the agent", "program"),
            part("the canary", "program"),
            Map.of("old-data", part("the program", "program")),
            Map.of("disk", part("\0".repeat(5000) + "the disk", "image")),
            Map.of());
    Expected expected =
        new Expected(
            VerdictKind.FIXED,
            "",
            Reached.Answer.YES,
            List.of(
                new Expected.Series(
                    Expected.CONTROL,
                    5,
                    List.of(
                        new Expected.Shown(
                            Outcome.Kind.FAILED_AS_EXPECTED, "check data-is-zero", 2, 5))),
                new Expected.Series(
                    Expected.PATCHED,
                    6,
                    List.of(new Expected.Shown(Outcome.Kind.CLEAN, "", 3, 6)))));
    Map<String, Long> lengths = new TreeMap<>();
    blobs.forEach((digest, bytes) -> lengths.put(digest, (long) bytes.length));
    return new Manifest(
        Manifest.SCHEMA,
        new Manifest.Host("0.1.0", "QEMU 7.2", "tcg"),
        "k",
        "p",
        "old-data",
        List.of("k/p old-data"),
        matrix,
        patches,
        machines,
        expected,
        lengths);
  }

  Map<String, byte[]> blobs() {
    return blobs;
  }

  /** Returns the manifest as a document. */
  ObjectNode document() {
    try {
      return (ObjectNode) JSON.readTree(Json.of(manifest()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the capsule with another manifest. */
  RawCapsule with(String manifest) {
    RawCapsule raw = new RawCapsule().file(Manifest.NAME, manifest);
    blobs.forEach((digest, bytes) -> raw.file("files/" + digest, bytes));
    return raw.end();
  }

  /** Writes the capsule with a manifest that says something else. */
  Path write(Path file, Consumer<ObjectNode> change) throws IOException {
    ObjectNode document = document();
    change.accept(document);
    return with(document.toString()).write(file);
  }
}
