package dev.kverdict.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.model.CaseParts;
import dev.kverdict.pool.KernelUnderTest;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineEvidenceTest {

  @TempDir private Path folder;
  private CountedCase counted;

  @BeforeEach
  void compile() {
    counted = CountedCase.in(folder);
  }

  private LineEvidence.Count entries(String function) {
    KernelUnderTest side =
        counted.script().tested(true).side(null, CaseParts.crash("cow")).orElseThrow();
    return new LineEvidence(counted.points()).entries(side, CountedCase.FILE, function);
  }

  @Test
  void aFunctionCountsByItsBusiestStatementInATrialThatBoots() {
    counted.hits().put("k", 3L);
    LineEvidence.Count count = entries("f");
    assertThat(count.hits()).isEqualTo(3);
    assertThat(count.how()).matches("f ran, counted at [3-9] addresses in small");
    assertThat(counted.script().ran())
        .singleElement()
        .asString()
        .matches("k cow lines-[0-9a-f]{8} #1 counting p0");
  }

  @Test
  void aFunctionThatDidNotRunCountsAsZero() {
    counted.hits().put("k", 0L);
    assertThat(entries("f").hits()).isZero();
  }

  @Test
  void otherPlacesAreAnotherSeries() {
    counted.hits().put("k", 1L);
    entries("f");
    entries("g");
    assertThat(counted.script().ran()).doesNotHaveDuplicates().hasSize(2);
  }

  @Test
  void whatCannotBeCountedSaysWhy() {
    assertThat(entries("f"))
        .isEqualTo(new LineEvidence.Count(-1, "no probe in f could be counted"));
    assertThat(entries("h"))
        .isEqualTo(
            new LineEvidence.Count(-1, "no code of h of fs/small/small.c in the line tables"));
    assertThat(counted.script().ran()).as("nothing to count, nothing to run").hasSize(1);
  }
}
