package dev.kverdict.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.InfraError;
import dev.kverdict.guest.AgentMessage;
import dev.kverdict.image.ImageChecker;
import dev.kverdict.oops.CrashReport;
import dev.kverdict.record.Ending;
import dev.kverdict.record.Evidence;
import dev.kverdict.record.Phase;
import dev.kverdict.record.TrialId;
import dev.kverdict.vm.Accelerator;
import dev.kverdict.vm.Disk;
import dev.kverdict.vm.Machine;
import dev.kverdict.vm.VmSpec;
import dev.kverdict.witness.Complaint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read from a trial's folder, and what is no trial's folder. */
class EvidenceReaderTest {

  /** What e2fsck says of sums that a mount computes anew. */
  private static final List<String> COUNTS = List.of("Free blocks count wrong (1, counted=2).");

  private static final TrialId ID = new TrialId("k", "p", "cow", "booted", 3);

  @TempDir private Path folder;

  @BeforeEach
  void write() throws IOException {
    inputs(EvidenceFiles.SCHEMA);
    EvidenceFiles.JSON.writeValue(
        folder.resolve(EvidenceFiles.ENDING).toFile(),
        new Ending(Ending.Kind.GUEST_STOPPED, Phase.RUN, "RESET", 12, null));
    write(EvidenceFiles.CONSOLE, "[    1.000001] kernel BUG at fs/f.c:1!\n");
    write(EvidenceFiles.AGENT, "{\"type\": \"heartbeat\", \"ms\": 7}\n");
    write(EvidenceFiles.QMP, "");
  }

  private void inputs(int schema) throws IOException {
    EvidenceFiles.JSON.writeValue(
        folder.resolve(EvidenceFiles.INPUTS).toFile(),
        new EvidenceFiles.Inputs(
            schema, ID, "tcg", "m1", 7, null, Map.of("vmlinux", "aa"), Map.of()));
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  @Test
  void eachWitnessIsHeard() {
    Evidence evidence = EvidenceReader.read(folder);
    assertThat(evidence.trial()).isEqualTo(ID);
    assertThat(evidence.snapshot()).isEqualTo("m1");
    assertThat(evidence.ending().detail()).isEqualTo("RESET");
    assertThat(evidence.ending().millis()).isEqualTo(12);
    assertThat(evidence.expectedBuildIds()).containsEntry("vmlinux", "aa");
    assertThat(evidence.crashes()).extracting(CrashReport::source).containsExactly("fs/f.c:1");
    assertThat(evidence.agent().userSpace()).isFalse();
    assertThat(evidence.guestEvents()).isEmpty();
    assertThat(evidence.imageCheck()).isNull();
  }

  @Test
  void onlyWhatTheGuestDoesToItsMachineAndWhatTheHostNotedIsAnEvent() throws IOException {
    write(
        EvidenceFiles.QMP,
        "{\"QMP\": {}}\n{\"return\": {}}\n"
            + "{\"event\": \"RESET\", \"data\": {\"guest\": true, \"reason\": \"guest-reset\"}}\n"
            + "{\"event\": \"STOP\"}\n"
            + "{\"event\": \"SHUTDOWN\", \"data\": {\"guest\": false, \"reason\": \"host-qmp-quit\"}}\n"
            + EvidenceReader.anomaly("a \"flood\"")
            + "{broken\n");
    assertThat(EvidenceReader.read(folder).guestEvents())
        .hasSize(3)
        .contains("a \"flood\"", "unreadable QMP line")
        .first()
        .asString()
        .startsWith("RESET");
  }

  @Test
  void aCheckerThatDidNotComeToAnEndIsAComplaintOfItsOwn() throws IOException {
    write(
        EvidenceFiles.IMAGE_CHECK,
        "[{\"image\": \"\", \"tool\": \"fsck.x\", \"exitCode\": 0, \"timedOut\": true,"
            + " \"unmounted\": true, \"output\": [\"all is well\"]}]");
    assertThat(EvidenceReader.read(folder).imageCheck())
        .satisfies(
            check ->
                assertThat(check.complaints())
                    .containsExactly(
                        new Complaint("fsck.x: did not come to an end", "time limit", 1)));
    write(
        EvidenceFiles.IMAGE_CHECK,
        "[{\"image\": \"\", \"tool\": \"fsck.x\", \"exitCode\": 0, \"timedOut\": false,"
            + " \"unmounted\": true, \"output\": []}]");
    assertThat(EvidenceReader.read(folder).imageCheck())
        .satisfies(check -> assertThat(check.complaints()).isEmpty());
  }

  @Test
  void complaintsAboutSeveralImagesSayAboutWhich() throws IOException {
    EvidenceFiles.JSON.writeValue(
        folder.resolve(EvidenceFiles.IMAGE_CHECK).toFile(),
        List.of(
            new ImageChecker.Answer("a", "e2fsck", 0, false, true, COUNTS),
            new ImageChecker.Answer("b", "e2fsck", 0, false, false, COUNTS),
            new ImageChecker.Answer("c", "fsck.x", 1, false, false, List.of("odd"))));
    assertThat(EvidenceReader.read(folder).imageCheck())
        .satisfies(
            check -> {
              assertThat(check.tool()).isEqualTo("e2fsck, fsck.x");
              assertThat(check.complaints())
                  .extracting(Complaint::title)
                  .containsExactly(
                      "a: e2fsck: Free blocks count wrong", "c: fsck.x: exit code 1: odd");
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        EvidenceFiles.CONSOLE,
        EvidenceFiles.AGENT,
        EvidenceFiles.QMP,
        EvidenceFiles.INPUTS,
        EvidenceFiles.ENDING
      })
  void aTrialWithoutOneOfItsFilesDidNotEnd(String file) throws IOException {
    Files.delete(folder.resolve(file));
    assertThatThrownBy(() -> EvidenceReader.read(folder))
        .isInstanceOf(InfraError.class)
        .hasMessageContaining("cannot read the evidence in " + folder);
  }

  @Test
  void evidenceOfAnotherFormatIsNotGuessedAt() throws IOException {
    inputs(EvidenceFiles.SCHEMA + 1);
    assertThatThrownBy(() -> EvidenceReader.read(folder))
        .isInstanceOf(InfraError.class)
        .hasMessageContaining(" has format " + (EvidenceFiles.SCHEMA + 1));
  }

  @Test
  void whoListensHearsTheStepsThatMessagesAre() {
    List<String> steps = new ArrayList<>();
    TrialListener listener = (step, detail) -> steps.add((step + " " + detail).strip());
    listener.at(TrialStep.STARTING);
    listener.heard(new AgentMessage.Hello("6.1", "b", 0));
    listener.heard(new AgentMessage.Answer(1, "configured", "", true, ""));
    listener.heard(new AgentMessage.Answer(2, "probed", "p0", true, ""));
    listener.heard(new AgentMessage.Mount(3, true, ""));
    listener.heard(new AgentMessage.Output(false, " a line\n"));
    listener.heard(new AgentMessage.Exit(4, 0, 0, false, true, 0));
    listener.heard(new AgentMessage.Reread(5, true, ""));
    for (AgentMessage part :
        List.of(
            new AgentMessage.Heartbeat(7),
            new AgentMessage.Hits("p0", 1, 0),
            new AgentMessage.Mark(1),
            new AgentMessage.Differs("f", "size"),
            new AgentMessage.Module("m", true, "", "b"),
            new AgentMessage.Stuck("p", "D", false, List.of()),
            new AgentMessage.Fault("bad"))) {
      listener.heard(part);
    }
    assertThat(steps)
        .containsExactly(
            "STARTING",
            "HELLO",
            "ANSWERED configured",
            "ANSWERED probed p0",
            "MOUNTED",
            "OUTPUT a line",
            "EXITED",
            "REREAD");
  }

  @Test
  void aSavedMachineHasItsOwnDisksWhichNobodyWritesTo() {
    VmSpec vm =
        new VmSpec(
            Path.of("/k"),
            Path.of("/i"),
            "",
            256,
            2,
            List.of(Disk.written(Path.of("/a"), "one"), Disk.overlaid(Path.of("/b"), "two")),
            Machine.Q35,
            Accelerator.TCG,
            null);
    SavedMachine saved = new SavedMachine(folder, "m1", Stage.AFTER_MOUNT);
    assertThat(saved.with(vm).disks())
        .containsExactly(
            Disk.overlaid(folder.resolve("disk0"), "one"),
            Disk.overlaid(folder.resolve("disk1"), "two"));
    assertThat(saved.state()).isEqualTo(folder.resolve("state"));
  }
}
