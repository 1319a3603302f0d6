package dev.kverdict.patch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FitTest {

  @Test
  void ofSeveralPatchesTheWorstFitIsTold() {
    assertThat(Fit.CLEAN.and(Fit.FUZZ)).isEqualTo(Fit.FUZZ);
    assertThat(Fit.FUZZ.and(Fit.OFFSET)).isEqualTo(Fit.FUZZ);
    assertThat(Fit.CLEAN.and(Fit.CLEAN).words()).isEqualTo("applies cleanly");
  }
}
