package dev.kverdict.trial;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.model.ImageDef;
import dev.kverdict.model.ProgramDef;
import dev.kverdict.model.ReproducerDef;
import dev.kverdict.model.Running;
import dev.kverdict.model.SnapshotPoint;
import dev.kverdict.record.Phase;
import dev.kverdict.record.TrialId;
import dev.kverdict.vm.Accelerator;
import dev.kverdict.vm.Machine;
import dev.kverdict.vm.VmSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScriptTest {

  @TempDir Path folder;

  private static Preparation guest(List<Probe> probes) {
    VmSpec vm =
        new VmSpec(
            Path.of("/k"),
            Path.of("/i"),
            "",
            256,
            2,
            List.of(),
            Machine.Q35,
            Accelerator.TCG,
            null);
    ImageDef image =
        new ImageDef(
            "disk",
            1 << 20,
            List.of("mkfs", "{image}"),
            "disk",
            new ImageDef.Mount("ocfs2", "/mnt", null),
            null);
    return new Preparation(vm, List.of("ocfs2"), image, probes);
  }

  private Script script(Duration timeout, int number, List<Probe> probes) throws IOException {
    return script(timeout, number, probes, null);
  }

  private Script script(Duration timeout, int number, List<Probe> probes, SavedMachine from)
      throws IOException {
    return script(timeout, number, guest(probes), from);
  }

  private Script script(Duration timeout, int number, Preparation guest, SavedMachine from)
      throws IOException {
    Path program = Files.writeString(folder.resolve("program"), "program");
    return Script.of(
        new TrialSpec(
            new TrialId("k", null, "p", TrialId.PLAIN, number),
            guest,
            from,
            Path.of("/config"),
            Map.of(),
            program,
            new ReproducerDef(
                "p",
                ProgramDef.c(Path.of("p.c")),
                Running.on("disk", timeout, SnapshotPoint.AFTER_MOUNT),
                List.of("mount"),
                null,
                List.of()),
            number,
            null,
            Map.of()));
  }

  private static List<String> words(List<AgentStep> requests) {
    return requests.stream()
        .map(request -> new String(request.bytes(), ISO_8859_1).split(" ")[0])
        .toList();
  }

  @Test
  void oneSavedMachineServesEveryProgram() throws IOException {
    Script one = script(Duration.ofSeconds(1), 1, List.of());
    Script other = script(Duration.ofMinutes(5), 7, List.of());
    int saved = one.before(Stage.AFTER_MOUNT);
    assertThat(other.before(Stage.AFTER_MOUNT)).isEqualTo(saved);
    for (int i = 0; i < saved; i++) {
      assertThat(one.requests().get(i).bytes()).isEqualTo(other.requests().get(i).bytes());
    }
    assertThat(Script.preparing(guest(List.of()), null).requests()).hasSize(saved);
  }

  @Test
  void aSavedMachineHasToProveThatItIsTheOneThatWasMeant() throws IOException {
    SavedMachine from = new SavedMachine(folder, "m1", Stage.AFTER_MOUNT);
    Script script = script(Duration.ofSeconds(1), 1, List.of(), from);
    int saved = script.before(Stage.AFTER_MOUNT);
    assertThat(words(script.requests()).subList(0, saved))
        .isEqualTo(words(Script.preparing(guest(List.of()), "m1").requests()))
        .startsWith("identify");
    assertThat(new String(script.requests().get(saved).bytes(), ISO_8859_1))
        .isEqualTo("identify " + (saved + 1) + " m1\n");
  }

  /** A guest that shares its boot, and has another ocfs2 than the machine that boots. */
  private Preparation sharing(List<Probe> probes) throws IOException {
    Path module = Files.writeString(folder.resolve("ocfs2.ko"), "code");
    VmSpec other = guest(List.of()).vm().on(Machine.PC);
    return guest(probes)
        .sharing(new SharedBoot(other, "made", Map.of("kernel/fs/ocfs2.ko", module)));
  }

  @Test
  void aGuestThatSharesABootGetsItsModulesAfterwards() throws IOException {
    Script script = Script.parting(sharing(List.of()), "b1", "m1");
    assertThat(words(script.requests()))
        .containsExactly("identify", "configure", "rename", "replace", "module", "mount");
    assertThat(script.before(Stage.BEFORE_MODULES)).isEqualTo(2);
    assertThat(script.before(Stage.BEFORE_MOUNT)).isEqualTo(5);
    assertThat(new String(script.requests().get(2).bytes(), ISO_8859_1))
        .isEqualTo("rename 3 b1 m1\n");
    assertThat(new String(script.requests().get(3).bytes(), ISO_8859_1))
        .matches("replace 4 4 [0-9a-f]{16} kernel/fs/ocfs2.ko\ncode");
  }

  @Test
  void oneThatCountsArmsItsProbesOnTheSharedBoot() throws IOException {
    SavedMachine boot = new SavedMachine(folder, "b1", Stage.BEFORE_MODULES, "b1");
    Script script =
        script(Duration.ofSeconds(1), 1, sharing(List.of(new Probe("p0", "ocfs2:f+0x1"))), boot);
    assertThat(words(script.requests()).subList(0, 8))
        .containsExactly(
            "identify", "configure", "identify", "replace", "survive", "module", "probe", "mount");
    assertThat(script.before(boot.stage())).isEqualTo(2);
  }

  @Test
  void whatBelongsToTheProgramComesAfterwards() throws IOException {
    Script script = script(Duration.ofSeconds(30), 1, List.of());
    assertThat(words(script.requests()))
        .containsExactly(
            "configure",
            "module",
            "mount",
            "reseed",
            "configure",
            "taint",
            "run",
            "reread",
            "settle");
    assertThat(script.before(Stage.BEFORE_MODULES)).isEqualTo(1);
    assertThat(script.before(Stage.BEFORE_MOUNT)).isEqualTo(2);
    assertThat(script.before(Stage.AFTER_MOUNT)).isEqualTo(3);
  }

  @Test
  void ofSeveralDisksTheOneWithAMountIsMounted() {
    Preparation one = guest(List.of());
    ImageDef bare = new ImageDef("bare", 1 << 20, List.of("mkfs", "{image}"), "bare", null, null);
    List<ImageDef> images = new ArrayList<>(List.of(bare));
    images.addAll(one.images());
    Preparation both = new Preparation(one.vm(), one.modules(), images, one.probes());
    assertThat(Script.preparing(both, null).requests())
        .extracting(AgentStep::bytes)
        .containsExactlyElementsOf(
            Script.preparing(one, null).requests().stream().map(AgentStep::bytes).toList());
    Preparation unmounted = new Preparation(one.vm(), one.modules(), List.of(bare), one.probes());
    assertThat(words(Script.preparing(unmounted, null).requests()))
        .containsExactly("configure", "module");
  }

  @Test
  void theProgramsOfADiskAreThereBeforeAnyMount() {
    Preparation one = guest(List.of());
    Preparation with =
        new Preparation(one.vm(), one.modules(), one.images(), one.probes(), "programs");
    Script script = Script.preparing(with, null);
    assertThat(words(script.requests()))
        .containsExactly("configure", "module", "userland", "mount");
    assertThat(new String(script.requests().get(2).bytes(), ISO_8859_1)).endsWith(" programs\n");
    assertThat(script.before(Stage.BEFORE_MOUNT)).isEqualTo(3);
  }

  @Test
  void probesAreArmedBeforeTheMount() throws IOException {
    Script script = script(Duration.ofSeconds(30), 1, List.of(new Probe("p0", "ocfs2:f+0x1")));
    assertThat(words(script.requests()))
        .containsExactly(
            "configure",
            "survive",
            "module",
            "probe",
            "mount",
            "reseed",
            "configure",
            "taint",
            "run",
            "count",
            "reread",
            "settle");
    assertThat(script.requests().stream().filter(AgentStep::counts)).hasSize(1);
  }

  @Test
  void theSeedIsTheTrialsOwn() throws IOException {
    byte[] first = script(Duration.ofSeconds(30), 1, List.of()).requests().get(3).bytes();
    assertThat(first)
        .isEqualTo(script(Duration.ofSeconds(9), 1, List.of()).requests().get(3).bytes())
        .isNotEqualTo(script(Duration.ofSeconds(30), 2, List.of()).requests().get(3).bytes());
  }

  @Test
  void theHostWaitsLongerThanTheAgent() throws IOException {
    AgentStep run =
        script(Duration.ofSeconds(30), 1, List.of()).requests().stream()
            .filter(request -> request.phase() == Phase.RUN)
            .findFirst()
            .orElseThrow();
    assertThat(run.limit()).isGreaterThan(Accelerator.TCG.scale(Duration.ofSeconds(30)));
  }
}
