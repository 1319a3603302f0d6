package dev.kverdict.guest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.record.AgentRecord;
import dev.kverdict.record.StepResult;
import dev.kverdict.record.StuckTask;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AgentTranscriptTest {

  @Test
  void tellsACleanTrial() throws IOException {
    AgentRecord record = recorded("clean.jsonl");

    assertThat(record.userSpace()).isTrue();
    assertThat(record.kernelRelease()).isEqualTo("6.1.192");
    assertThat(record.buildIds()).containsKeys("vmlinux", "jbd2", "ocfs2");
    assertThat(record.steps())
        .extracting(StepResult::name)
        .containsExactly(
            "mount",
            "open",
            "open-again",
            "setfl",
            "write",
            "dup",
            "copy-file-range",
            "move-ext",
            "moved-bytes",
            "overwrite");
    assertThat(record.steps()).allMatch(StepResult::ok);
    assertThat(record.exit()).isEqualTo(new AgentRecord.ProgramExit(0, 0));
    assertThat(record.timedOut()).isFalse();
    assertThat(record.stuck()).isEmpty();
    assertThat(record.faults()).isEmpty();
    assertThat(record.settled()).isTrue();
    assertThat(record.taintStart()).isZero();
    assertThat(record.taintEnd()).isZero();
  }

  @Test
  void knowsEveryStepBeforeTheOneThatKilledTheKernel() throws IOException {
    AgentRecord record = recorded("crash.jsonl");

    assertThat(record.steps()).hasSize(9).allMatch(StepResult::ok);
    assertThat(record.steps().get(8).name()).isEqualTo("moved-bytes");
    assertThat(record.exit()).isNull();
    assertThat(record.settled()).isFalse();
    assertThat(record.taintEnd()).isNull();
    assertThat(record.faults()).isEmpty();
  }

  /** An oops in an interrupt ends the guest before it can be asked for the counts. */
  @Test
  void aProbeOfADeadGuestHasNoCountOfZero() throws IOException {
    String told =
        """
        {"type":"probed","id":2,"name":"p0","ok":true,"errno":""}
        {"type":"probed","id":3,"name":"p1","ok":true,"errno":""}
        {"type":"probed","id":4,"name":"p2","ok":false,"errno":"ENOENT"}
        {"type":"hits","name":"p1","hits":3,"missed":1}
        """;
    String read = "{\"type\":\"counted\",\"id\":5,\"name\":\"\",\"ok\":true,\"errno\":\"\"}\n";

    assertThat(AgentTranscript.read(stream(told)).hits()).isEqualTo(Map.of("p1", 4L));
    assertThat(AgentTranscript.read(stream(told + read)).hits())
        .isEqualTo(Map.of("p0", 0L, "p1", 4L));
  }

  @Test
  void aRequestThatNobodyAnsweredIsNoFault() throws IOException {
    AgentRecord record =
        AgentTranscript.read(
            stream(
                "{\"type\":\"unanswered\",\"name\":\"fs-none\",\"errno\":\"ENOENT\"}\n".repeat(2)
                    + "{\"type\":\"unanswered\",\"name\":\"net-pf-9\",\"errno\":\"ENOEXEC\"}\n"
                    + "{\"type\":\"module\",\"name\":\"tun\",\"ok\":true,\"errno\":\"\",\"buildId\":\"ab\"}\n"));

    assertThat(record.unanswered()).containsExactly("fs-none", "net-pf-9");
    assertThat(record.buildIds()).containsEntry("tun", "ab");
    assertThat(record.faults()).isEmpty();
  }

  @Test
  void tellsAFailedCheck() throws IOException {
    AgentRecord record = recorded("check-failed.jsonl");

    assertThat(record.steps()).last().isEqualTo(new StepResult("after-write", false, null));
    assertThat(record.exit()).isEqualTo(new AgentRecord.ProgramExit(1, 0));
    assertThat(record.settled()).isTrue();
    assertThat(record.faults()).isEmpty();
  }

  @Test
  void tellsAStepThatReturnedAnError() throws IOException {
    AgentRecord record = recorded("refused.jsonl");

    assertThat(record.steps()).last().isEqualTo(new StepResult("overwrite", false, "EOPNOTSUPP"));
    assertThat(record.exit()).isEqualTo(new AgentRecord.ProgramExit(4, 0));
  }

  @Test
  void tellsWhereATaskIsStuckAndThatItSurvivedBeingKilled() throws IOException {
    AgentRecord record = recorded("hung.jsonl");

    assertThat(record.exit()).isNull();
    assertThat(record.timedOut()).isTrue();
    assertThat(record.settled()).isFalse();
    assertThat(record.stuck()).extracting(StuckTask::state).containsOnly("D");
    assertThat(record.stuck()).extracting(StuckTask::survivedKill).startsWith(false).endsWith(true);
    assertThat(record.stuck().get(0).stack().get(0)).startsWith("ocfs2_refcount_cow+0x");
  }

  @Test
  void tellsAMountThatFailed() throws IOException {
    AgentRecord record = recorded("no-disk.jsonl");

    assertThat(record.steps()).containsExactly(new StepResult("mount", false, "ENODEV"));
    assertThat(record.exit()).isNull();
  }

  @Test
  void doesNotOverlookTasksThatOutlivedTheProgram() throws IOException {
    AgentRecord record = recorded("left-over.jsonl");

    assertThat(record.exit()).isEqualTo(new AgentRecord.ProgramExit(0, 0));
    assertThat(record.faults()).containsExactly("3 tasks outlived the program");
  }

  @Test
  void knowsThatUserSpaceWasNeverReached() throws IOException {
    AgentRecord record = AgentTranscript.read(InputStream.nullInputStream());

    assertThat(record.userSpace()).isFalse();
    assertThat(record.kernelRelease()).isNull();
    assertThat(record.taintStart()).isNull();
  }

  @Test
  void distrustsASuccessWithFewerStepsThanPlanned() throws IOException {
    AgentRecord record =
        AgentTranscript.read(
            stream(
                """
                {"type":"output","stream":"out","text":"1..3\\u000aok 1 - a\\u000aok 2 - b\\u000a"}
                {"type":"exit","id":5,"code":0,"signal":0,"timedOut":false,"gone":true,"leftOver":0}
                """));

    assertThat(record.faults()).containsExactly("the program planned 3 steps and reported 2");
  }

  @Test
  void allowsAFailingProgramToStopBeforeItsPlanIsDone() throws IOException {
    AgentRecord record =
        AgentTranscript.read(
            stream(
                """
                {"type":"output","stream":"out","text":"1..3\\u000anot ok 1 - a\\u000a"}
                {"type":"exit","id":5,"code":4,"signal":0,"timedOut":false,"gone":true,"leftOver":0}
                """));

    assertThat(record.faults()).isEmpty();
  }

  @Test
  void takesNoStepsFromStandardError() throws IOException {
    AgentRecord record =
        AgentTranscript.read(
            stream("{\"type\":\"output\",\"stream\":\"err\",\"text\":\"ok 1 - a\\u000a\"}\n"));

    assertThat(record.steps()).isEmpty();
  }

  @Test
  void believesOnlyTheFirstEnd() throws IOException {
    AgentRecord record =
        AgentTranscript.read(
            stream(
                """
                {"type":"exit","id":5,"code":1,"signal":0,"timedOut":false,"gone":true,"leftOver":0}
                {"type":"exit","id":5,"code":0,"signal":0,"timedOut":false,"gone":true,"leftOver":0}
                """));

    assertThat(record.exit()).isEqualTo(new AgentRecord.ProgramExit(1, 0));
    assertThat(record.faults()).containsExactly("the program ended twice");
  }

  @Test
  void limitsWhatAFloodOfFaultsCosts() throws IOException {
    AgentRecord record =
        AgentTranscript.read(stream("{\"type\":\"fault\",\"what\":\"x\"}\n".repeat(10_000)));

    assertThat(record.faults()).hasSize(200);
  }

  private static AgentRecord recorded(String name) throws IOException {
    try (InputStream in = Fixtures.open(name)) {
      return AgentTranscript.read(in);
    }
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }
}
