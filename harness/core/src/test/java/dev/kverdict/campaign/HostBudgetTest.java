package dev.kverdict.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HostBudgetTest {

  @Test
  void readsWhatIsAvailableInMebibytes() {
    List<String> meminfo =
        List.of("MemTotal:       24683464 kB", "MemFree:  1 kB", "MemAvailable:   2097152 kB");
    assertThat(HostBudget.available(meminfo)).isEqualTo(2048);
  }

  @Test
  void anUnknownAmountIsNone() {
    assertThat(HostBudget.available(List.of("MemTotal:       24683464 kB"))).isZero();
    assertThat(HostBudget.available(List.of("MemAvailable: lots"))).isZero();
  }

  @Test
  void bothHaveToFit() {
    HostBudget budget = new HostBudget(4, 1024);
    assertThat(budget.holds(4, 1024)).isTrue();
    assertThat(budget.holds(5, 1024)).isFalse();
    assertThat(budget.holds(4, 1025)).isFalse();
  }
}
