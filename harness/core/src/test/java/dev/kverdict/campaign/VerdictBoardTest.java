package dev.kverdict.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.InfraError;
import dev.kverdict.UserError;
import dev.kverdict.model.CaseParts;
import dev.kverdict.model.Cell;
import dev.kverdict.record.JudgedVerdict;
import dev.kverdict.record.Reached;
import dev.kverdict.record.Verdict;
import dev.kverdict.record.VerdictKind;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The "threads" of this test run a task when they are told to. */
class VerdictBoardTest {

  private static final Cell CRASH = cell("k", "v1", "crash", null);
  private static final Cell CHECK = cell("k", "v1", "check", "read-back");
  private static final Cell OTHER_CHECK = cell("k", "v1", "other-check", "read-back");
  private static final Cell OTHER_PATCH = cell("k", "v2", "check", "read-back");
  private static final Cell CONTROL = cell("k", null, "check", "read-back");

  private final VerdictBoard board =
      new VerdictBoard(List.of(CRASH, CHECK, OTHER_CHECK, OTHER_PATCH));
  private final Deque<Runnable> started = new ArrayDeque<>();

  /** A program that fails by a crash, or by a check of its data. */
  private static Cell cell(
      String kernel, @Nullable String patch, String program, @Nullable String check) {
    return new Cell(
        CaseParts.kernel(kernel),
        patch == null ? null : CaseParts.patch(patch),
        check == null ? CaseParts.crash(program) : CaseParts.check(program));
  }

  private static JudgedVerdict verdict(VerdictKind kind) {
    return new JudgedVerdict(
        new Verdict(
            "k",
            "v1",
            "p",
            false,
            kind,
            "",
            Verdict.Tally.NONE,
            Verdict.Tally.NONE,
            null,
            Reached.NOT_MEASURED,
            List.of(),
            List.of("seen")),
        null);
  }

  private void decide(Cell cell, VerdictKind kind) {
    board.decide(cell, () -> verdict(kind), Runnable::run);
  }

  @Test
  void aVerdictIsFoundOnAnotherThreadAndWaitedFor() {
    JudgedVerdict found = verdict(VerdictKind.NOT_FIXED);
    board.decide(CRASH, () -> found, started::add);
    CompletableFuture<JudgedVerdict> waiting =
        CompletableFuture.supplyAsync(() -> board.await(CRASH));
    assertThat(waiting).isNotDone();
    started.remove().run();
    assertThat(waiting.join()).isSameAs(found);
    assertThat(board.verdict(CRASH)).isSameAs(found.verdict());
  }

  @Test
  void aRevisedVerdictTakesThePlaceOfTheFirst() {
    decide(CRASH, VerdictKind.NOT_FIXED);
    decide(CHECK, VerdictKind.NOT_FIXED);
    board.revise(CRASH, verdict(VerdictKind.FIXED));
    assertThat(board.verdict(CRASH).kind()).isEqualTo(VerdictKind.FIXED);
    assertThat(board.verdict(CHECK).kind()).isEqualTo(VerdictKind.NOT_FIXED);
  }

  @Test
  void cellsKeepTheOrderOfTheCase() {
    assertThat(board.cells()).containsExactly(CRASH, CHECK, OTHER_CHECK, OTHER_PATCH);
  }

  @Test
  void mistakesAndFaultsReachWhoWaitsAsTheyAre() {
    UserError mistake = new UserError("matrix", "is wrong", "mend it");
    InfraError fault = new InfraError("no space");
    board.decide(
        CRASH,
        () -> {
          throw mistake;
        },
        Runnable::run);
    board.decide(
        CHECK,
        () -> {
          throw new CompletionException(fault);
        },
        Runnable::run);
    assertThatThrownBy(() -> board.await(CRASH)).isSameAs(mistake);
    assertThatThrownBy(() -> board.await(CHECK)).isSameAs(fault);
  }

  @Test
  void faultsOfTheHarnessReachWhoWaitsWithTheirCause() {
    board.decide(
        CRASH,
        () -> {
          throw new StackOverflowError("deep");
        },
        Runnable::run);
    board.decide(
        CHECK,
        () -> {
          throw new CompletionException("without a cause", null);
        },
        Runnable::run);
    assertThatThrownBy(() -> board.await(CRASH))
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(StackOverflowError.class);
    assertThatThrownBy(() -> board.await(CHECK))
        .isInstanceOf(CompletionException.class)
        .hasMessageContaining("without a cause");
  }

  @Test
  void aRunThatFailsEndsOnlyTheCellsThatAreOpen() {
    decide(CRASH, VerdictKind.FIXED);
    InfraError fault = new InfraError("no space");
    board.fail(fault);
    assertThat(board.verdict(CRASH).kind()).isEqualTo(VerdictKind.FIXED);
    assertThatThrownBy(() -> board.await(CHECK)).isSameAs(fault);
    decide(CHECK, VerdictKind.FIXED);
    assertThatThrownBy(() -> board.await(CHECK)).as("what comes later").isSameAs(fault);
  }

  @Test
  void waitingForAllThrowsNothing() {
    decide(CRASH, VerdictKind.FIXED);
    CompletableFuture<Void> all = CompletableFuture.runAsync(board::awaitAll);
    assertThat(all).isNotDone();
    board.fail(new InfraError("no space"));
    assertThat(all.join()).isNull();
  }

  @ParameterizedTest
  @EnumSource(VerdictKind.class)
  void onlyAFixedCheckOfDataDispelsASuspicion(VerdictKind kind) {
    decide(CHECK, VerdictKind.NOT_FIXED);
    decide(OTHER_CHECK, kind);
    decide(OTHER_PATCH, VerdictKind.FIXED);
    assertThat(board.dataCheckFixed(CRASH)).isEqualTo(kind == VerdictKind.FIXED);
  }

  @Test
  void cellsThatCheckNoDataAreNotWaitedFor() {
    VerdictBoard crashes = new VerdictBoard(List.of(CRASH, OTHER_PATCH));
    assertThat(crashes.dataCheckFixed(CRASH)).isFalse();
  }

  @Test
  void aCellThatChecksDataMayNotAsk() {
    decide(CHECK, VerdictKind.FIXED);
    assertThatThrownBy(() -> board.dataCheckFixed(CHECK))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("would wait for itself: k/v1 check");
  }

  @Test
  void nobodyWaitsForACellThatIsNotOfTheRun() {
    assertThatThrownBy(() -> board.await(CONTROL))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("not a cell of this run: k check");
    assertThatThrownBy(() -> decide(CONTROL, VerdictKind.FIXED))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatIsKnownIsToldWithoutWaiting() {
    assertThat(board.known(CRASH)).isEmpty();
    board.decide(CRASH, () -> verdict(VerdictKind.FIXED), Runnable::run);
    assertThat(board.known(CRASH)).contains(verdict(VerdictKind.FIXED));
    board.revise(CRASH, verdict(VerdictKind.NOT_FIXED));
    assertThat(board.known(CRASH)).contains(verdict(VerdictKind.NOT_FIXED));
    board.fail(new InfraError("gone"));
    assertThat(board.known(CHECK)).isEmpty();
    assertThat(board.known(CRASH)).contains(verdict(VerdictKind.NOT_FIXED));
  }
}
