package dev.kverdict.trial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.vm.Accelerator;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ReportWaitTest {

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final long BEGAN = 100 * SECOND;

  private final ReportWait wait = new ReportWait(Accelerator.KVM, BEGAN);

  @Test
  void aReportWhoseEndWasSeenIsWaitedForLessThanOneThatIsSilent() {
    long ended = wait.until(true, BEGAN + SECOND);
    long silent = wait.until(false, BEGAN + SECOND);

    assertThat(ended).isGreaterThan(BEGAN + SECOND).isLessThan(silent);
  }

  @Test
  void eachLineProlongsTheWaitUpToTheDeadline() {
    long deadline = wait.until(false, Long.MAX_VALUE / 2);

    assertThat(wait.until(false, BEGAN + 2 * SECOND) - wait.until(false, BEGAN + SECOND))
        .isEqualTo(SECOND);
    assertThat(wait.until(false, deadline)).isEqualTo(deadline);
    assertThat(wait.until(true, deadline)).isEqualTo(deadline);
  }

  @Test
  void emulationTakesLongerByItsFactor() {
    ReportWait slow = new ReportWait(Accelerator.TCG, BEGAN);

    assertThat(slow.until(false, BEGAN) - BEGAN).isEqualTo(6 * (wait.until(false, BEGAN) - BEGAN));
    assertThat(slow.until(false, Long.MAX_VALUE / 2) - BEGAN)
        .isEqualTo(6 * (wait.until(false, Long.MAX_VALUE / 2) - BEGAN));
  }
}
