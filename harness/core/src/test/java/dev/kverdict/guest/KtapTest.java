package dev.kverdict.guest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.record.StepResult;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KtapTest {

  private final Ktap ktap = new Ktap();

  @Test
  void readsPlanAndStepsInTheirOrder() {
    ktap.accept("1..3\nok 1 - open\nok 2 - write\nnot ok 3 - move-ext # errno=95\n");

    assertThat(ktap.planned()).hasValue(3);
    assertThat(ktap.steps())
        .containsExactly(
            new StepResult("open", true, null),
            new StepResult("write", true, null),
            new StepResult("move-ext", false, "EOPNOTSUPP"));
  }

  @Test
  void readsTheSameHoweverTheOutputWasCut() {
    String output = "1..2\r\nok 1 - open\r\nnot ok 2 - write # errno=28\r\n";
    for (char c : output.toCharArray()) {
      ktap.accept(String.valueOf(c));
    }

    assertThat(ktap.planned()).hasValue(2);
    assertThat(ktap.steps())
        .containsExactly(
            new StepResult("open", true, null), new StepResult("write", false, "ENOSPC"));
  }

  @ParameterizedTest
  @CsvSource({
    "errno=95, EOPNOTSUPP",
    "errno=EOPNOTSUPP, EOPNOTSUPP",
    "errno=ENOTSUP, EOPNOTSUPP",
    "the device said errno=5 at last, EIO",
    "errno=524, ENOTSUPP",
    "errno=9999, 9999",
    "errno=0,",
    "errno=,",
    "noerrno=5,",
    "did nothing,",
  })
  void namesTheErrorOfAFailedStep(String comment, String name) {
    ktap.accept("not ok 1 - step # " + comment + "\n");

    assertThat(ktap.steps()).containsExactly(new StepResult("step", false, name));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "    ok 1 - nested",
        "\tok 1 - nested",
        "# ok 1 - comment",
        "okay 1 - open",
        "ok - open",
        "ok 1x - open",
        "ok",
        "not ok",
        "notok 1 - open",
        "[    1.0] ok 1 - open",
        "KTAP version 1",
        "Bail out!",
      })
  void ignoresWhatIsNoResultAtTheTopLevel(String line) {
    ktap.accept(line + "\n");

    assertThat(ktap.steps()).isEmpty();
    assertThat(ktap.planned()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ok 1 - open", "ok 1 open", "ok  1   open", "ok 1 - open # a comment"})
  void acceptsTheWaysToWriteAResult(String line) {
    ktap.accept(line + "\n");

    assertThat(ktap.steps()).containsExactly(new StepResult("open", true, null));
  }

  @Test
  void countsASkippedStepAsNotDone() {
    ktap.accept("ok 1 - trim # SKIP no discard\n");

    assertThat(ktap.steps()).containsExactly(new StepResult("trim", false, null));
  }

  @Test
  void doesNotCountALineThatWasNeverFinished() {
    ktap.accept("ok 1 - open\nok 2 - over");

    assertThat(ktap.steps()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1..", "1..x", "1..9999999", "1..3x", "1..-1"})
  void takesNoPlanFromNonsense(String line) {
    ktap.accept(line + "\n");

    assertThat(ktap.planned()).isEmpty();
  }

  @Test
  void keepsToTheFirstPlan() {
    ktap.accept("1..9 # nine\n1..2\n");

    assertThat(ktap.planned()).hasValue(9);
  }

  @Test
  void ignoresALineLongerThanAnyHonestOneAndReadsOn() {
    ktap.accept("ok 1 - " + "x".repeat(100_000) + "\nok 1 - open\n");

    assertThat(ktap.steps()).containsExactly(new StepResult("open", true, null));
  }

  @Test
  void limitsHowManyStepsItKeeps() {
    ktap.accept("ok 1 - again\n".repeat(5000));

    assertThat(ktap.steps()).hasSize(1000);
  }

  @Test
  void leavesNothingInANameThatATerminalWouldObey() {
    ktap.accept("ok 1 - \u001b[2Jname\u0085\u202e\n");

    List<StepResult> steps = ktap.steps();
    assertThat(steps).hasSize(1);
    assertThat(steps.get(0).name()).isEqualTo("?[2Jname??");
  }
}
