package dev.kverdict.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.record.Verdict;
import dev.kverdict.record.VerdictKind;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Patches and cases whose verdict is known by construction, on real kernels in real machines. The
 * kernel, and the control's evidence, are shared through the user's store.
 */
@Tag("vm")
class KnownVerdictsVmTest {

  private static final String KERNEL = "debian-6.1";
  private static final String CRASH = "cow-bug-on";

  @TempDir Path runs;

  @Test
  void patchThatDoesNotApply() {
    Verdict verdict = verdict("does-not-apply", CRASH, 1);
    assertThat(verdict.kind()).isEqualTo(VerdictKind.PATCH_REJECTED);
    assertThat(verdict.reasons())
        .anySatisfy(reason -> assertThat(reason).contains("fs/ocfs2/move_extents.c"))
        .anySatisfy(
            reason ->
                assertThat(reason)
                    .contains("expected 'context->clusters_in_motion += alloc_size;'")
                    .contains("found 'context->clusters_moved += alloc_size;'"));
  }

  @Test
  void patchThatIsAlreadyApplied() {
    assertThat(verdict("already-applied", CRASH, 1).kind()).isEqualTo(VerdictKind.ALREADY_APPLIED);
  }

  @Test
  void patchThatDoesNotCompile() {
    Verdict verdict = verdict("does-not-compile", CRASH, 1);
    assertThat(verdict.kind()).isEqualTo(VerdictKind.BUILD_FAILED);
    assertThat(verdict.reasons().get(0))
        .startsWith("fs/ocfs2/move_extents.c:")
        .contains("ocfs2_extent_map_forget");
  }

  @Test
  void patchThatChangesNothing() {
    assertThat(verdict("changes-nothing", CRASH, 1).kind()).isEqualTo(VerdictKind.NO_CHANGE);
  }

  @Test
  void patchThatFixesNothing() {
    Verdict verdict = verdict("fixes-nothing", CRASH, 2);
    assertThat(verdict.kind()).isEqualTo(VerdictKind.NOT_FIXED);
    assertThat(verdict.title()).isEqualTo("kernel BUG in ocfs2_refcount_cal_cow_clusters");
    assertThat(verdict.patched().failures()).isEqualTo(2);
  }

  @Test
  void patchThatCrashesElsewhere() {
    Verdict verdict = verdict("crashes-elsewhere", CRASH, 1);
    assertThat(verdict.kind()).isEqualTo(VerdictKind.DIFFERENT_CRASH);
    assertThat(verdict.title()).isEqualTo("kernel BUG in ocfs2_ioctl_move_extents");
  }

  @Test
  void patchThatMakesTheWriteHang() {
    Verdict verdict = verdict("hangs", CRASH, 1);
    assertThat(verdict.kind()).isEqualTo(VerdictKind.HUNG);
  }

  @Tag("long")
  @Test
  void patchThatMakesTheGuestReset() {
    Verdict verdict = verdict("resets", CRASH, 1);
    assertThat(verdict.kind()).isEqualTo(VerdictKind.VM_DIED);
    assertThat(verdict.reasons().get(0)).contains("guest-reset");
  }

  @Test
  void patchThatMakesAStepReturnAnError() {
    Verdict verdict = verdict("refuses", CRASH, 1);
    assertThat(verdict.kind()).isEqualTo(VerdictKind.REFUSED);
    assertThat(verdict.title()).isEqualTo("overwrite:EOPNOTSUPP");
  }

  @Tag("long")
  @Test
  void refusalThatTheCaseAccepts() {
    assertThat(verdict("refuses", "cow-bug-on-may-refuse", 5).kind()).isEqualTo(VerdictKind.FIXED);
  }

  @Test
  void patchThatBreaksTheGuard() {
    assertThat(verdict("breaks-move", "move-keeps-data", 1).kind())
        .isEqualTo(VerdictKind.BROKE_GUARD);
  }

  @Test
  void patchThatPanicsBeforeUserSpace() {
    assertThat(verdict("panics-at-boot", CRASH, 1).kind()).isEqualTo(VerdictKind.BOOT_FAILED);
  }

  @Tag("long")
  @Test
  void controlThatPanicsBeforeUserSpace() {
    Verdict verdict = verdict("no-init", "right", CRASH, 1);
    assertThat(verdict.kind()).isEqualTo(VerdictKind.CASE_ERROR);
    assertThat(verdict.reasons().get(0)).contains("no user space");
  }

  @Tag("long")
  @Test
  void reproducerWhoseMountFailsEverywhere() {
    Verdict verdict = verdict("right", "mount-fails", 1);
    assertThat(verdict.kind()).isEqualTo(VerdictKind.CASE_ERROR);
    assertThat(verdict.title()).isEqualTo("mount:EINVAL");
  }

  @Tag("long")
  @Test
  void controlThatDoesNotFail() {
    Verdict verdict = verdict("right", "cow-without-move", 1);
    assertThat(verdict.kind()).isEqualTo(VerdictKind.NOT_REPRODUCED);
    assertThat(verdict.reasons().get(0)).contains("CLEAN");
  }

  @Test
  void patchThatIsRight() {
    assertThat(verdict("right", CRASH, 5).kind()).isEqualTo(VerdictKind.FIXED);
  }

  @Tag("long")
  @Test
  void tooFewTrialsProveNothing() {
    Verdict verdict = verdict("right", CRASH, 1);
    assertThat(verdict.kind()).isEqualTo(VerdictKind.INCONCLUSIVE);
    assertThat(verdict.reasons().get(0)).contains("it takes 59");
  }

  private Verdict verdict(String patch, String repro, int trials) {
    return verdict(KERNEL, patch, repro, trials);
  }

  private Verdict verdict(String kernel, String patch, String repro, int trials) {
    return KnownCases.verdict(runs, kernel, patch, repro, trials);
  }
}
