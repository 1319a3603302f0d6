package dev.kverdict.trial;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecorderTest {

  private static final String LOCKUP =
      """
      [   20.000001][    C0] watchdog: BUG: soft lockup - CPU#0 stuck for 8s! [a.out:7]
      [   20.000002][    C0] RIP: 0010:spin+0x1/0x2
      [   20.000003][    C0] Call Trace:
      [   20.000004][    C0]  drive+0x1/0x2
      [   20.000005][    C0]  vfs_write+0x1/0x2
      """;

  @TempDir Path folder;

  private static void say(Recorder recorder, String text) {
    byte[] bytes = text.getBytes(US_ASCII);
    recorder.console(bytes, bytes.length);
  }

  @Test
  void aStallThatIsReportedAgainIsWholeOnce() throws IOException {
    Recorder recorder = new Recorder(folder, TrialListener.NONE);
    say(recorder, LOCKUP);
    assertThat(recorder.reportFinished()).isFalse();
    long before = recorder.reportSince();

    say(recorder, LOCKUP.replace("[   20", "[   30"));
    assertThat(recorder.reportFinished()).isTrue();
    long whole = recorder.reportSince();
    assertThat(whole).isGreaterThan(before);

    say(recorder, LOCKUP.replace("[   20", "[   40"));
    assertThat(recorder.reportFinished()).isTrue();
    assertThat(recorder.reportSince()).isEqualTo(whole);
  }

  @Test
  void aPanicAfterTheEndOfAnOopsIsWaitedFor() throws IOException {
    Recorder recorder = new Recorder(folder, TrialListener.NONE);
    say(
        recorder,
        "[    1.000001][   T7] kernel BUG at fs/x.c:1!\n[    1.000002][   T7]  f+0x1/0x2\n");
    assertThat(recorder.reportFinished()).isFalse();
    say(recorder, "[    1.000003][   T7] ---[ end trace 0000000000000000 ]---\n");
    assertThat(recorder.reportFinished()).isTrue();
    say(recorder, "[    1.000004][   T7] Kernel panic - not syncing: Fatal exception\n");
    assertThat(recorder.reportFinished()).isFalse();
  }

  @Test
  void aWarningThatWasWholeSaysNothingOfTheCrashAfterIt() throws IOException {
    Recorder recorder = new Recorder(folder, TrialListener.NONE);
    say(
        recorder,
        "[    1.000001][   T7] WARNING: CPU: 0 PID: 7 at fs/x.c:1 f+0x1/0x2\n"
            + "[    1.000002][   T7] Call Trace:\n"
            + "[    1.000003][   T7]  f+0x1/0x2\n"
            + "[    1.000004][   T7] ---[ end trace 0000000000000000 ]---\n"
            + "[    2.000001][   T7] kernel BUG at fs/x.c:2!\n");
    assertThat(recorder.reportFinished()).isFalse();
  }
}
