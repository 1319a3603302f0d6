package dev.kverdict.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.campaign.DeadLane;
import dev.kverdict.model.ImageDef;
import dev.kverdict.model.ProgramDef;
import dev.kverdict.model.ReproducerDef;
import dev.kverdict.model.Running;
import dev.kverdict.model.Sandbox;
import dev.kverdict.model.SnapshotPoint;
import dev.kverdict.record.TrialId;
import dev.kverdict.run.CrashFile;
import dev.kverdict.run.RunFolder;
import dev.kverdict.store.Entry;
import dev.kverdict.store.Store;
import dev.kverdict.trial.Preparation;
import dev.kverdict.trial.Probe;
import dev.kverdict.trial.SavedMachine;
import dev.kverdict.trial.Stage;
import dev.kverdict.trial.TrialSpec;
import dev.kverdict.vm.Accelerator;
import dev.kverdict.vm.Machine;
import dev.kverdict.vm.VmSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Evidence is found again for the same trial, and for no other. */
class TrialArchiveTest {

  private static final String QEMU = "QEMU 7.2";

  /** A trial as it is written down; a test changes one thing. */
  private static final class Sketch {
    String kernel = "k";
    String series = TrialId.PLAIN;
    int number = 1;
    String cmdline = "";
    int memory = 256;
    int processors = 2;
    Machine machine = Machine.Q35;
    Accelerator accelerator = Accelerator.TCG;
    Path vmlinux = Path.of("/store/vmlinux");
    List<String> modules = List.of("ocfs2");
    @Nullable ImageDef image = image("/mnt");
    List<Probe> probes = List.of();
    @Nullable SavedMachine from;
    List<String> args = List.of("a", "b");
    Sandbox sandbox = Sandbox.NONE;
    Duration timeout = Duration.ofSeconds(30);
    Map<String, String> digests = Map.of("kernel", "1", "agent", "2", "image", "3", "program", "4");

    static ImageDef image(String at) {
      return new ImageDef(
          "disk",
          1 << 20,
          List.of("mkfs", "{image}"),
          "disk",
          new ImageDef.Mount("ocfs2", at, null),
          null);
    }

    TrialSpec spec() {
      VmSpec vm =
          new VmSpec(
              vmlinux,
              Path.of("/store/initramfs"),
              cmdline,
              memory,
              processors,
              List.of(),
              machine,
              accelerator,
              null);
      return new TrialSpec(
          new TrialId(kernel, null, "p", series, number),
          new Preparation(vm, modules, image, probes),
          from,
          Path.of("/config"),
          Map.of(),
          Path.of("/program"),
          new ReproducerDef(
              "p",
              ProgramDef.c(Path.of("p.c")),
              new Running(args, List.of("disk"), sandbox, timeout, SnapshotPoint.AFTER_MOUNT),
              List.of("mount"),
              null,
              List.of()),
          number,
          null,
          digests);
    }
  }

  @TempDir private Path folder;
  private Store store;
  private Path evidence;

  @BeforeEach
  void write() throws IOException {
    store = new Store(folder.resolve("v1"), new DeadLane(), 1 << 30);
    evidence = Files.createDirectory(folder.resolve("evidence"));
    Files.writeString(evidence.resolve("console.log"), "said");
  }

  private TrialArchive archive() {
    return new TrialArchive(store, QEMU, false);
  }

  private static boolean found(TrialArchive archive, TrialSpec spec) {
    Optional<Entry> entry = archive.find(spec);
    entry.ifPresent(Entry::close);
    return entry.isPresent();
  }

  private static Named<Consumer<Sketch>> change(String what, Consumer<Sketch> change) {
    return Named.of(what, change);
  }

  static Stream<Named<Consumer<Sketch>>> whatMatters() {
    return Stream.of(
        change("the series", s -> s.series = "booted"),
        change("the number", s -> s.number = 2),
        change("the command line", s -> s.cmdline = "slub_debug=F"),
        change("the memory", s -> s.memory = 512),
        change("the processors", s -> s.processors = 1),
        change("the machine", s -> s.machine = Machine.PC),
        change("the accelerator", s -> s.accelerator = Accelerator.KVM),
        change("the modules", s -> s.modules = List.of("ocfs2", "jbd2")),
        change("the mount", s -> s.image = Sketch.image("/media")),
        change("no image", s -> s.image = null),
        change("a probe", s -> s.probes = List.of(new Probe("p0", "f+0x1"))),
        change(
            "a saved machine",
            s -> s.from = new SavedMachine(Path.of("/m"), "m1", Stage.AFTER_MOUNT)),
        change("the arguments", s -> s.args = List.of("a b")),
        change("the sandbox", s -> s.sandbox = Sandbox.SETUID),
        change("the time limit", s -> s.timeout = Duration.ofSeconds(31)),
        change("the kernel's code", s -> s.digests = with("kernel")),
        change("the agent", s -> s.digests = with("agent")),
        change("the image's bytes", s -> s.digests = with("image")),
        change("the program", s -> s.digests = with("program")));
  }

  private static Map<String, String> with(String changed) {
    Map<String, String> digests = new java.util.HashMap<>(new Sketch().digests);
    digests.put(changed, "other");
    return digests;
  }

  @ParameterizedTest
  @MethodSource("whatMatters")
  void aTrialWithAnyOtherIngredientIsAnother(Consumer<Sketch> change) {
    archive().keep(new Sketch().spec(), evidence);
    Sketch other = new Sketch();
    change.accept(other);
    assertThat(found(archive(), other.spec())).isFalse();
    archive().keep(other.spec(), evidence);
    assertThat(found(archive(), other.spec())).isTrue();
  }

  @Test
  void anotherQemuMakesAnotherTrial() {
    archive().keep(new Sketch().spec(), evidence);
    assertThat(found(new TrialArchive(store, "QEMU 9.2", false), new Sketch().spec())).isFalse();
  }

  @Test
  void machinesOfOneNameAreOneMachine() {
    Sketch one = new Sketch();
    one.from = new SavedMachine(Path.of("/here"), "m1", Stage.AFTER_MOUNT);
    archive().keep(one.spec(), evidence);
    one.from = new SavedMachine(Path.of("/there"), "m1", Stage.AFTER_MOUNT);
    assertThat(found(archive(), one.spec())).isTrue();
    one.from = new SavedMachine(Path.of("/here"), "m2", Stage.AFTER_MOUNT);
    assertThat(found(archive(), one.spec())).isFalse();
  }

  @Test
  void theSameBytesUnderAnotherNameAreTheSameTrial() {
    archive().keep(new Sketch().spec(), evidence);
    Sketch same = new Sketch();
    same.kernel = "same-code";
    same.vmlinux = Path.of("/elsewhere/vmlinux");
    assertThat(found(archive(), same.spec())).isTrue();
  }

  @Test
  void evidenceIsRestoredAsItWasKeptWithoutWhatWasDerivedFromIt() throws IOException {
    Files.writeString(evidence.resolve(RunFolder.CRASHES), "for people");
    Files.writeString(evidence.resolve(CrashFile.NAME), "for reports");
    archive().keep(new Sketch().spec(), evidence);
    Path again = Files.createDirectory(folder.resolve("again"));
    try (Entry entry = archive().find(new Sketch().spec()).orElseThrow()) {
      TrialArchive.restore(entry, again);
    }
    assertThat(again).isDirectoryContaining(file -> file.endsWith("console.log"));
    assertThat(again.resolve("console.log")).hasContent("said");
    assertThat(again.resolve(RunFolder.CRASHES)).doesNotExist();
    assertThat(again.resolve(CrashFile.NAME)).doesNotExist();
  }

  @Test
  void whatIsKeptAgainStaysAsItWasKeptFirst() throws IOException {
    archive().keep(new Sketch().spec(), evidence);
    Files.writeString(evidence.resolve("console.log"), "said something else");
    archive().keep(new Sketch().spec(), evidence);
    try (Entry entry = archive().find(new Sketch().spec()).orElseThrow()) {
      assertThat(entry.folder().resolve("console.log")).hasContent("said");
    }
  }

  @Test
  void nothingIsFoundWhereTrialsAreToRunAgainButItIsKept() {
    TrialArchive fresh = new TrialArchive(store, QEMU, true);
    fresh.keep(new Sketch().spec(), evidence);
    assertThat(found(fresh, new Sketch().spec())).isFalse();
    assertThat(found(archive(), new Sketch().spec())).isTrue();
  }

  @Test
  void anotherStoreHasOtherEvidenceByTheSameRules() {
    Store other = new Store(folder.resolve("other"), new DeadLane(), 1 << 30);
    archive().keep(new Sketch().spec(), evidence);
    assertThat(found(archive().in(other), new Sketch().spec())).isFalse();
    archive().in(other).keep(new Sketch().spec(), evidence);
    assertThat(found(archive().in(other), new Sketch().spec())).isTrue();
    TrialArchive fresh = new TrialArchive(store, QEMU, true);
    assertThat(found(fresh.in(other), new Sketch().spec())).isFalse();
  }
}
