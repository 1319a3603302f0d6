package dev.kverdict.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.record.Finding;
import dev.kverdict.record.JudgedFinding;
import dev.kverdict.record.JudgedFinding.Status;
import dev.kverdict.record.Outcome;
import dev.kverdict.record.Verdict;
import dev.kverdict.record.VerdictKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Attribution of findings, and its effect on the verdict. */
class FindingDiffTest {

  private static final Finding EARLY = finding("early", 1);
  private static final Finding LATE = finding("late", Finding.AT_SETTLE);

  @Test
  void aFindingThatTheControlPassedWithoutIsNew() {
    CellSketch cell = CellSketch.repro().patched(5, with(CellSketch.clean(), EARLY));
    Verdict verdict = cell.verdict();
    assertThat(verdict.kind()).isEqualTo(VerdictKind.NEW_FINDING);
    assertThat(verdict.title()).isEqualTo("early");
    assertThat(verdict.reasons().get(0)).contains("in 5 of 5 patched trials");
  }

  @Test
  void aFindingWhereNoControlArrivedIsUnmasked() {
    CellSketch cell = CellSketch.repro().patched(5, with(CellSketch.clean(), LATE));
    assertThat(cell.verdict().kind()).isEqualTo(VerdictKind.UNMASKED);
    assertThat(statuses(cell)).containsExactly(Status.UNMASKED);
  }

  @Test
  void aFindingOfTheControlIsNotBlamedOnThePatch() {
    CellSketch cell = new CellSketch();
    cell.control(5, with(CellSketch.bug(), EARLY)).patched(5, with(CellSketch.clean(), EARLY));
    assertThat(cell.verdict().kind()).isEqualTo(VerdictKind.FIXED);
    assertThat(statuses(cell)).containsExactly(Status.PRE_EXISTING);
  }

  @Test
  void norIsOneThatTheControlShowsUnderAnotherProgram() {
    CellSketch cell = CellSketch.repro().patched(5, with(CellSketch.clean(), LATE));
    cell.known = List.of(finding("late", 3));
    assertThat(cell.verdict().kind()).isEqualTo(VerdictKind.FIXED);
    assertThat(statuses(cell)).containsExactly(Status.PRE_EXISTING);
  }

  /** The control without the assertion that killed it shows what comes later. */
  @Test
  void norIsOneThatTheControlShowsIfItLivesLonger() {
    List<Outcome> control = List.of(CellSketch.bug());
    List<Outcome> patched = List.of(with(CellSketch.clean(), LATE));
    Outcome shows = with(CellSketch.clean(), LATE);
    Outcome passes = CellSketch.clean();
    assertThat(status(control, patched, new Spared(List.of(), List.of(shows), "how")))
        .isEqualTo(Status.PRE_EXISTING);
    assertThat(status(control, patched, new Spared(List.of(shows), List.of(passes), "how")))
        .as("in trials that nothing was done to")
        .isEqualTo(Status.PRE_EXISTING);
    assertThat(status(control, patched, new Spared(List.of(), List.of(passes), "how")))
        .isEqualTo(Status.NEW);
    assertThat(status(control, patched, Spared.NONE)).isEqualTo(Status.UNMASKED);
  }

  private static Status status(List<Outcome> control, List<Outcome> patched, Spared spared) {
    return FindingDiff.of(control, patched, List.of(), spared).get(0).status();
  }

  @Test
  void aFindingOfTheControlThatThePatchedPassedWithoutIsGone() {
    CellSketch cell = new CellSketch();
    cell.control(5, with(CellSketch.bug(), EARLY)).patched(5, CellSketch.clean());
    assertThat(statuses(cell)).containsExactly(Status.GONE);
    assertThat(cell.verdict().kind()).isEqualTo(VerdictKind.FIXED);
  }

  @Test
  void whatDecidesMoreIsSaidFirst() {
    CellSketch cell = CellSketch.repro().patched(5, with(CellSketch.bug(), LATE));
    assertThat(cell.verdict().kind()).isEqualTo(VerdictKind.NOT_FIXED);
  }

  @Test
  void aGuardWithANewFindingDoesNotPass() {
    CellSketch cell = CellSketch.guard().patched(5, with(CellSketch.clean(), LATE));
    assertThat(cell.verdict().kind()).isEqualTo(VerdictKind.NEW_FINDING);
  }

  @Test
  void anAcceptedRefusalMayBeLogged() {
    Outcome refused =
        CellSketch.outcome(Outcome.Kind.REFUSED, "read-back:EOPNOTSUPP", CellSketch.PLACE);
    Finding told = new Finding(Finding.Kind.FILE_SYSTEM, "log", "read-back", CellSketch.PLACE, "l");
    Finding other = new Finding(Finding.Kind.FSCK, "odd", "settle", Finding.AT_SETTLE, "o");
    CellSketch cell = CellSketch.repro().accepting("read-back:EOPNOTSUPP");
    assertThat(cell.patched(5, with(refused, told)).verdict().kind()).isEqualTo(VerdictKind.FIXED);
    assertThat(cell.patched(1, with(refused, told, other)).verdict().kind())
        .isEqualTo(VerdictKind.UNMASKED);
  }

  /** Properties, on many cells made up from a fixed seed. */
  @Test
  void aFindingIsBlamedOnThePatchOnlyIfNoControlTrialShowsItAndOnePassedItsPlace() {
    Random random = new Random(4711);
    for (int i = 0; i < 3000; i++) {
      List<Outcome> control = anySide(random);
      List<Outcome> patched = anySide(random);
      List<Finding> known = random.nextInt(4) == 0 ? List.of(EARLY) : List.of();
      List<JudgedFinding> judged = FindingDiff.of(control, patched, known, Spared.NONE);
      assertThat(judged).doesNotHaveDuplicates();
      for (JudgedFinding one : judged) {
        boolean inControl = shows(control, one.finding()) || known.contains(one.finding());
        boolean inPatched = shows(patched, one.finding());
        boolean lived = control.stream().anyMatch(o -> o.passed(one.finding().place()));
        boolean blamed = one.status() == Status.NEW;
        assertThat(blamed).isEqualTo(inPatched && !inControl && lived);
        assertThat(one.status() == Status.UNMASKED).isEqualTo(inPatched && !inControl && !lived);
        assertThat(one.status() == Status.GONE)
            .isEqualTo(
                !inPatched && patched.stream().anyMatch(o -> o.passed(one.finding().place())));
      }
      // The other way round, nothing that both sides show is anybody's fault.
      assertThat(FindingDiff.of(control, control, known, Spared.NONE))
          .allMatch(one -> one.status() == Status.PRE_EXISTING);
    }
  }

  private static boolean shows(List<Outcome> side, Finding finding) {
    return side.stream().anyMatch(o -> o.findings().contains(finding));
  }

  private static List<Outcome> anySide(Random random) {
    List<Outcome> side = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      Outcome any = random.nextBoolean() ? CellSketch.clean() : CellSketch.bug();
      List<Finding> seen = new ArrayList<>();
      for (Finding one : List.of(EARLY, LATE)) {
        if (random.nextInt(3) == 0) {
          seen.add(one);
        }
      }
      side.add(with(any, seen.toArray(Finding[]::new)));
    }
    return side;
  }

  private static List<Status> statuses(CellSketch cell) {
    return cell.verdict().findings().stream().map(JudgedFinding::status).toList();
  }

  private static Finding finding(String title, int place) {
    return new Finding(Finding.Kind.FSCK, title, "step", place, "detail");
  }

  static Outcome with(Outcome o, Finding... findings) {
    return new Outcome(
        o.kind(),
        o.title(),
        o.detail(),
        o.stepsPassed(),
        o.settled(),
        o.site(),
        o.snapshot(),
        List.of(findings),
        null);
  }
}
