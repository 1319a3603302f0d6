package dev.kverdict.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.UserError;
import dev.kverdict.record.BuildOutcome;
import dev.kverdict.record.Event;
import dev.kverdict.record.Outcome;
import dev.kverdict.record.TrialId;
import dev.kverdict.record.TrialLine;
import dev.kverdict.record.VerdictKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResumedTest {

  private static final RunPlan PLAN =
      new RunPlan(Map.of("patch v1", "1", "kernel k", "2"), Map.of("--confidence", "0.95"));

  @TempDir private Path folder;
  private RunFolder run;

  private static TrialId id(int number) {
    return new TrialId("k", "v1", "r", TrialId.PLAIN, number);
  }

  @BeforeEach
  void anInterruptedRun() {
    run = new RunFolder(folder);
    PLAN.write(run);
    try (Journal journal = new Journal(run, event -> {})) {
      journal.accept(new Event.RunStarted("case", folder.toString(), 2));
      journal.accept(new Event.BuildEnded("k", BuildOutcome.Kind.BUILT, 1));
      journal.accept(new Event.BuildEnded("k/v2", BuildOutcome.Kind.BUILD_FAILED, 1));
      for (int i = 1; i <= 3; i++) {
        Outcome.Kind kind = i == 3 ? Outcome.Kind.INFRA : Outcome.Kind.CLEAN;
        journal.accept(new Event.TrialEnded(id(i), kind, "", 1, false, "trials"));
      }
      journal.accept(new Event.CellDecided("k", "v1", "r", VerdictKind.FIXED, "so", 1));
      journal.accept(new Event.CellDecided("k", "v1", "r", VerdictKind.FIXED, "again", 1));
    }
  }

  private Path events() {
    return folder.resolve("events.jsonl");
  }

  @Test
  void saysWhatIsTakenOver() {
    Resumed resumed = Resumed.read(folder);
    assertThat(resumed.words())
        .isEqualTo(
            "goes on from %s, which was interrupted: 2 trials, 1 verdicts and 1 builds are known from there"
                .formatted(folder));
    assertThat(
            resumed.found(
                List.of(
                    new TrialLine(id(1), Outcome.Kind.CLEAN, "", 1, true, ""),
                    new TrialLine(id(2), Outcome.Kind.CLEAN, "", 1, false, ""),
                    new TrialLine(id(7), Outcome.Kind.CLEAN, "", 1, true, ""))))
        .isEqualTo("of its 2 trials, 1 were taken over from the store and 1 ran again");
    try (EventLog log = EventLog.open(events())) {
      log.append(new Event.RunEnded(0, 1), false);
    }
    assertThat(Resumed.read(folder).words()).contains("which had ended");
  }

  @Test
  void aNewPlanNamesTheOldRun() throws IOException {
    RunPlan plan = Resumed.read(folder).goingOn(new RunPlan(PLAN.digests(), PLAN.options()));
    assertThat(plan.resumes()).isEqualTo(folder.toString());
    Path next = Files.createDirectory(folder.resolve("next"));
    plan.write(new RunFolder(next));
    assertThat(RunPlan.read(next)).isEqualTo(plan);
  }

  @Test
  void refusesWhatIsNotTheSameAndNamesIt() {
    RunPlan other =
        new RunPlan(Map.of("patch v1", "other", "patch v2", "3"), Map.of("--confidence", "0.9"));
    assertThatThrownBy(() -> Resumed.read(folder).goingOn(other))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(
            "is about something else: kernel k is gone, patch v1 has changed, patch v2 is new,"
                + " --confidence was 0.95 and is 0.9; leave out --resume");
  }

  @Test
  void aLineThatWasCutIsNoDamageAndOneThatWasChangedIs() throws IOException {
    Files.writeString(events(), "{\"crc\":\"12", StandardOpenOption.APPEND);
    assertThat(Resumed.read(folder).trials()).containsExactlyInAnyOrder(id(1), id(2));
    Files.writeString(events(), Files.readString(events()).replace("CLEAN", "CLEAR"));
    assertFault("events.jsonl:4: the line was changed or damaged; leave out --resume");
    Files.writeString(events(), "garbage\u0000\n");
    assertFault("events.jsonl:1: the line was changed or damaged");
    Files.delete(events());
    assertFault("events.jsonl: cannot be read");
  }

  @Test
  void aPlanOfAnotherVersionOrNoneIsAnError() throws IOException {
    Path plan = folder.resolve(RunPlan.NAME);
    for (String text :
        List.of("{}", "null", "[", "{\"schema\":2,\"digests\":{},\"options\":{}}", "{\"x\":1}")) {
      Files.writeString(plan, text);
      assertFault("plan.json: is not a plan of this version of kverdict");
    }
    Files.delete(plan);
    assertFault("plan.json: cannot be read");
    assertThatThrownBy(() -> Resumed.read(folder.resolve("none")))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("is no directory");
  }

  private void assertFault(String message) {
    assertThatThrownBy(() -> Resumed.read(folder))
        .isInstanceOf(UserError.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }
}
