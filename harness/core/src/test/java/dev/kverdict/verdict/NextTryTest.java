package dev.kverdict.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.record.Verdict;
import dev.kverdict.record.VerdictKind;
import java.util.List;
import org.junit.jupiter.api.Test;

class NextTryTest {

  private static String words(CellSketch cell) {
    Verdict verdict = cell.verdict();
    assertThat(verdict.kind()).isEqualTo(VerdictKind.NOT_REPRODUCED);
    return verdict.reasons().get(1);
  }

  @Test
  void aControlThatNeverFailsSaysWhatToTryNext() {
    assertThat(words(new CellSketch().control(5, CellSketch.clean())))
        .startsWith("what to try next: more processors")
        .contains("smp: 2", "KASAN", "--max-trials", "another image than disk");
  }

  @Test
  void whatIsDoneAlreadyIsNotProposed() {
    CellSketch cell = new CellSketch().control(5, CellSketch.clean());
    cell.processors = 2;
    cell.detectors = List.of("KASAN", "UBSAN");
    assertThat(words(cell)).doesNotContain("smp:", "KASAN").contains("a longer run");
  }

  @Test
  void whatTheControlDoesInsteadMayBeTheBug() {
    assertThat(words(new CellSketch().control(5, CellSketch.WARNING)))
        .contains("if 'WARNING in w' is the bug, write that under fails:");
  }
}
