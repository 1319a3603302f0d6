package dev.kverdict.verdict;

import static dev.kverdict.verdict.CellSketch.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.record.FailedCall;
import dev.kverdict.record.Outcome;
import dev.kverdict.record.Ran;
import dev.kverdict.record.Verdict;
import dev.kverdict.record.VerdictKind;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A program without steps that never failed on the control: did it do anything at all? */
class WatchedTest {

  private static final FailedCall NO_LOOP = new FailedCall("openat", "/dev/loop0", "ENOENT");
  private static final FailedCall BAD_FILE = new FailedCall("ioctl", "0x4c00", "EBADF");

  private static Outcome ended(long millis, boolean alone) {
    Ran ran = new Ran(millis, alone, 0, List.of(), List.of());
    return new Outcome(Outcome.Kind.CLEAN, "", "", 0, true, null, null, List.of(), ran);
  }

  private static Verdict verdict(Outcome control, String words, FailedCall... failed) {
    return with(CellSketch.endless(), c -> c.watched = new Watched(List.of(failed), words))
        .control(5, control)
        .patched(5, control)
        .verdict();
  }

  @Test
  void aProgramThatGotNothingAndSaysNothingDidNotRun() {
    Verdict verdict = verdict(ended(12, true), "", NO_LOOP, BAD_FILE);
    assertThat(verdict.kind()).isEqualTo(VerdictKind.REPRO_DID_NOT_RUN);
    assertThat(verdict.reasons().get(0)).endsWith("asked for: openat /dev/loop0: ENOENT");
    assertThat(verdict.reasons().get(1)).contains("modules:");
    CellSketch control = with(CellSketch.endless().control(5, ended(12, true)), c -> {});
    control.watched = new Watched(List.of(NO_LOOP), "");
    assertThat(control.controlVerdict().kind()).isEqualTo(VerdictKind.REPRO_DID_NOT_RUN);
  }

  @Test
  void aProgramThatDidSomethingDidNotReproduce() {
    assertThat(verdict(ended(5000, true), "", NO_LOOP).kind())
        .as("it took its time")
        .isEqualTo(VerdictKind.NOT_REPRODUCED);
    assertThat(verdict(ended(900, false), "", NO_LOOP).kind())
        .as("it was ended")
        .isEqualTo(VerdictKind.NOT_REPRODUCED);
    assertThat(verdict(ended(12, true), "done", NO_LOOP).kind())
        .as("it said something")
        .isEqualTo(VerdictKind.NOT_REPRODUCED);
    assertThat(verdict(ended(12, true), "", BAD_FILE).kind())
        .as("nothing was missing")
        .isEqualTo(VerdictKind.NOT_REPRODUCED);
  }

  @Test
  void whateverFailedIsNamedAndNotTooMuchOfIt() {
    FailedCall[] many = Collections.nCopies(7, BAD_FILE).toArray(FailedCall[]::new);
    many[0] = new FailedCall("mount", "ext4\u001b[1m", "ENODEV");
    assertThat(verdict(ended(5000, true), "cannot do it", many).reasons())
        .contains("the last line that it printed: cannot do it")
        .anyMatch(
            line ->
                line.startsWith(
                        "its system calls that failed: mount ext4?[1m: ENODEV, ioctl 0x4c00")
                    && line.endsWith(" and 2 more"));
  }

  @Test
  void aControlThatFailedIsNotAsked() {
    CellSketch cell = CellSketch.endless().control(5, CellSketch.bug());
    cell.watched = new Watched(List.of(NO_LOOP), "");
    assertThat(cell.controlVerdict().kind()).isEqualTo(VerdictKind.REPRODUCED);
  }

  @ParameterizedTest
  @CsvSource({
    "openat,  /dev/loop0,        ENOENT,          true",
    "openat,  /sys/kernel/debug, ENOENT,          true",
    "openat,  ./file0,           ENOENT,          false",
    "openat,  /devices,          ENOENT,          false",
    "openat,  /dev/kvm,          EACCES,          true",
    "mount,   ext4,              ENODEV,          true",
    "mount,   ext4,              EINVAL,          false",
    "socket,  40,                EAFNOSUPPORT,    true",
    "bpf,     5,                 EPERM,           true",
    "fsopen,  xfs,               ENOSYS,          true",
    "read,    '',                EBADF,           false"
  })
  void whatOnlyTheGuestCouldHaveProvided(
      String call, String argument, String errno, boolean lacks) {
    assertThat(new FailedCall(call, argument, errno).lacks()).isEqualTo(lacks);
  }
}
