package dev.kverdict.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.patch.PatchEffect;
import dev.kverdict.record.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;

class SameBugTest {

  /** Puts one line before line 2 of f.c. */
  private static final PatchEffect EFFECT =
      PatchEffect.of(
          "--- a/f.c\n+++ b/f.c\n@@ -1,3 +1,4 @@\n x;\n+new;\n BUG_ON(a);\n BUG_ON(b);\n", "d");

  @Test
  void theStatementDecidesAndNotItsNumber() {
    assertThat(kind("f.c:2", "f.c:3")).isEqualTo(Outcome.Kind.FAILED_AS_EXPECTED);
    assertThat(kind("f.c:2", "f.c:4")).isEqualTo(Outcome.Kind.FAILED_OTHERWISE);
    assertThat(kind("f.c:2", "g.c:2")).isEqualTo(Outcome.Kind.FAILED_OTHERWISE);
    assertThat(kind("g.c:2", "g.c:2")).isEqualTo(Outcome.Kind.FAILED_AS_EXPECTED);
  }

  @Test
  void whereAPlaceIsNotKnownTheTitleDecides() {
    assertThat(kind(null, "f.c:4")).isEqualTo(Outcome.Kind.FAILED_AS_EXPECTED);
    assertThat(kind("f.c:2", null)).isEqualTo(Outcome.Kind.FAILED_AS_EXPECTED);
    assertThat(kind("f.c:2", "f+0x12")).isEqualTo(Outcome.Kind.FAILED_AS_EXPECTED);
  }

  @Test
  void anyFailureOfTheControlWillDo() {
    List<Outcome> control = List.of(bug("f.c:2"), bug("f.c:3"));
    assertThat(SameBug.distinguished(control, List.of(bug("f.c:4")), EFFECT))
        .extracting(Outcome::kind)
        .containsExactly(Outcome.Kind.FAILED_AS_EXPECTED);
  }

  @Test
  void whatIsNoFailureAsExpectedIsLeftAlone() {
    List<Outcome> clean = List.of(CellSketch.clean());
    assertThat(SameBug.distinguished(List.of(bug("f.c:2")), clean, EFFECT)).isEqualTo(clean);
    assertThat(SameBug.distinguished(List.of(), List.of(bug("f.c:4")), EFFECT))
        .containsExactly(bug("f.c:4"));
  }

  private static Outcome.Kind kind(String control, String patched) {
    return SameBug.distinguished(List.of(bug(control)), List.of(bug(patched)), EFFECT)
        .get(0)
        .kind();
  }

  private static Outcome bug(String site) {
    return new Outcome(
        Outcome.Kind.FAILED_AS_EXPECTED,
        CellSketch.BUG,
        "detail",
        3,
        false,
        site,
        null,
        List.of(),
        null);
  }
}
