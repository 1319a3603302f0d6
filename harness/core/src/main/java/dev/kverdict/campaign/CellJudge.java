package dev.kverdict.campaign;

import dev.kverdict.kernel.KernelArtefact;
import dev.kverdict.model.Cell;
import dev.kverdict.model.Matrix;
import dev.kverdict.model.PatchDef;
import dev.kverdict.model.ReproducerDef;
import dev.kverdict.record.Event;
import dev.kverdict.record.JudgedVerdict;
import dev.kverdict.record.Reached;
import dev.kverdict.record.Verdict;
import dev.kverdict.record.VerdictClass;
import dev.kverdict.record.VerdictKind;
import dev.kverdict.verdict.CellCase;
import dev.kverdict.verdict.CellOutcomes;
import dev.kverdict.verdict.Spared;
import dev.kverdict.verdict.Verdicts;
import dev.kverdict.verdict.Watched;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Waits for a cell's evidence, and judges it. */
final class CellJudge {

  private final Matrix matrix;
  private final CampaignOptions options;
  private final boolean screening;
  private final VerdictBoard board;
  private final List<Cell> whole;
  private final Consumer<Event> events;
  private final Map<Cell, CellOutcomes> used = new ConcurrentHashMap<>();

  /**
   * @param board where the verdicts on other cells are
   * @param whole the cells of the whole run, whose programs the control runs
   */
  CellJudge(
      Matrix matrix,
      CampaignOptions options,
      VerdictBoard board,
      List<Cell> whole,
      Consumer<Event> events) {
    this.matrix = matrix;
    this.options = options;
    this.screening = options.extras().contains(CampaignOptions.Extra.SCREEN);
    this.board = board;
    this.whole = whole;
    this.events = events;
  }

  /** The verdict on a cell; only here verdict and expectation meet. */
  JudgedVerdict judge(Cell cell, KernelRun run) {
    CellCase evidence = caseOf(cell, run);
    PatchDef patch = cell.patch();
    Verdict verdict = patch == null ? Verdicts.ofControl(evidence) : Verdicts.of(evidence);
    if (verdict.kind() == VerdictKind.NOT_REPRODUCED) {
      CellCase more = evidence.with(run.watched(cell.program()));
      verdict = patch == null ? Verdicts.ofControl(more) : Verdicts.of(more);
    } else if (verdict.kind() == VerdictKind.UNMASKED) {
      verdict = hadItLived(evidence, cell.program(), run);
    }
    String expected =
        patch == null || options.extras().contains(CampaignOptions.Extra.NO_EXPECT)
            ? null
            : patch.expect().get(cell.program().name());
    events.accept(
        new Event.CellDecided(
            verdict.kernel(),
            verdict.patch(),
            verdict.repro(),
            verdict.kind(),
            verdict.reasons().get(0),
            used.size()));
    return new JudgedVerdict(verdict, expected == null ? null : VerdictKind.valueOf(expected));
  }

  /**
   * The verdict on a patched cell. Where only the patched kernel lived to show something, the
   * control is made to live longer, the cheaper way first.
   */
  private static Verdict hadItLived(CellCase evidence, ReproducerDef program, KernelRun run) {
    Spared baseline = run.baseline(program);
    Verdict known = Verdicts.of(evidence.with(baseline));
    return known.kind() == VerdictKind.UNMASKED
        ? Verdicts.of(evidence.with(run.spared(program, baseline, evidence.control())))
        : known;
  }

  /** A verdict from the trials alone; emits no event. */
  Verdict judgeTrials(Cell cell, KernelRun run) {
    CellOutcomes outcomes = outcomes(cell, run);
    return Verdicts.of(caseOf(cell, run, outcomes, Reached.NOT_MEASURED, List.of(), false));
  }

  /**
   * A verdict on a part of a series, without counting whether its lines ran; emits no event.
   *
   * @param dataCheckFixed whether a program that checks data is fixed by the same part
   */
  Verdict judgeStep(Cell cell, KernelRun run, boolean dataCheckFixed) {
    CellOutcomes outcomes = outcomes(cell, run);
    List<String> suspicions = run.suspicions(cell.patch(), cell.program(), outcomes.control());
    return Verdicts.of(
        caseOf(cell, run, outcomes, Reached.NOT_MEASURED, suspicions, dataCheckFixed));
  }

  private CellOutcomes outcomes(Cell cell, KernelRun run) {
    return run.cellTrials(
        cell.patch(), cell.program(), () -> run.controlFindings(otherPrograms(cell)));
  }

  /** Returns whether a cell was judged by trials that resumed from one of these snapshots. */
  boolean usedAny(Cell cell, Set<String> machines) {
    CellOutcomes outcomes = used.get(cell);
    return outcomes != null && outcomes.usedAny(machines);
  }

  private CellCase caseOf(Cell cell, KernelRun run) {
    if (!screening) { // there it may turn out to be for nothing, and no machine is idle meanwhile
      run.beginCounting(cell.patch(), cell.program());
    }
    CellOutcomes outcomes = outcomes(cell, run);
    used.put(cell, outcomes);
    CellCase bare = caseOf(cell, run, outcomes, Reached.NOT_MEASURED, List.of(), false);
    if (screening && cell.patch() != null && isFail(bare)) {
      return bare; // further evidence could only speak against a pass
    }
    Reached reached = run.reached(cell.patch(), cell.program(), outcomes);
    List<String> suspicions =
        new ArrayList<>(run.suspicions(cell.patch(), cell.program(), outcomes.control()));
    if (options.extras().contains(CampaignOptions.Extra.TRIPWIRE)) {
      run.tripwire(cell.patch(), cell.program(), outcomes).ifPresent(suspicions::add);
    }
    boolean dispelled = !suspicions.isEmpty() && board.dataCheckFixed(cell);
    return caseOf(cell, run, outcomes, reached, suspicions, dispelled);
  }

  private CellCase caseOf(
      Cell cell,
      KernelRun run,
      CellOutcomes outcomes,
      Reached reached,
      List<String> suspicions,
      boolean dispelled) {
    boolean dataCheck =
        matrix.reproducers().values().stream().anyMatch(ReproducerDef::hasDataCheck);
    return new CellCase(
        run.selfTest().join().orElse(null),
        cell.kernel().name(),
        cell.patch() == null ? Verdict.CONTROL : cell.patch().name(),
        cell.program(),
        options.effort().confidence(),
        options.plan(),
        dataCheck,
        run.built(null).outcome(),
        run.built(cell.patch()).outcome(),
        outcomes.control(),
        outcomes.patched(),
        reached,
        suspicions,
        dispelled,
        run.controlFindings(otherPrograms(cell)),
        Spared.NONE,
        Watched.NONE,
        new CellCase.Setting(
            cell.kernel().guest().smp(),
            run.built(null).artefact().map(KernelArtefact::detectors).orElse(List.of())));
  }

  private static boolean isFail(CellCase evidence) {
    return Verdicts.of(evidence).kind().verdictClass() == VerdictClass.FAIL;
  }

  private List<ReproducerDef> otherPrograms(Cell cell) {
    return whole.stream()
        .filter(other -> other.kernel().equals(cell.kernel()))
        .map(Cell::program)
        .filter(program -> !program.equals(cell.program()))
        .distinct()
        .toList();
  }
}
