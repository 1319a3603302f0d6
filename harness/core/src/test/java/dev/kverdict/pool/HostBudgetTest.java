package dev.kverdict.pool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HostBudgetTest {

  @Test
  void bothHaveToFit() {
    HostBudget budget = new HostBudget(4, 1024);
    assertThat(budget.holds(4, 1024)).isTrue();
    assertThat(budget.holds(5, 1024)).isFalse();
    assertThat(budget.holds(4, 1025)).isFalse();
  }
}
