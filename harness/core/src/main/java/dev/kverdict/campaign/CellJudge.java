package dev.kverdict.campaign;

import dev.kverdict.kernel.KernelArtefact;
import dev.kverdict.matrix.Matrix;
import dev.kverdict.matrix.PatchDef;
import dev.kverdict.matrix.ReproducerDef;
import dev.kverdict.record.Event;
import dev.kverdict.record.JudgedVerdict;
import dev.kverdict.record.Reached;
import dev.kverdict.record.Verdict;
import dev.kverdict.record.VerdictKind;
import dev.kverdict.verdict.CellCase;
import dev.kverdict.verdict.Verdicts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/** Waits for all that is to be known of a cell, and judges it. */
final class CellJudge {

  private final Matrix matrix;
  private final CampaignOptions options;
  private final List<Cell> cells;
  private final Function<Cell, Verdict> verdicts;
  private final Consumer<Event> events;
  private final Map<Cell, CellTrials.Both> used = new ConcurrentHashMap<>();

  /**
   * @param cells all cells of the campaign
   * @param verdicts waits for the verdict on one of them
   */
  CellJudge(
      Matrix matrix,
      CampaignOptions options,
      List<Cell> cells,
      Function<Cell, Verdict> verdicts,
      Consumer<Event> events) {
    this.matrix = matrix;
    this.options = options;
    this.cells = cells;
    this.verdicts = verdicts;
    this.events = events;
  }

  /** The verdict on a cell; only here verdict and expectation meet. */
  JudgedVerdict judge(Cell cell, KernelRun run) {
    CellCase evidence = caseOf(cell, run);
    PatchDef patch = cell.patch();
    Verdict verdict = patch == null ? Verdicts.ofControl(evidence) : Verdicts.of(evidence);
    String expected =
        patch == null || options.extras().contains(CampaignOptions.Extra.NO_EXPECT)
            ? null
            : patch.expect().get(cell.program().name());
    events.accept(
        new Event.CellDecided(
            verdict.kernel(),
            verdict.patch(),
            verdict.repro(),
            verdict.kind().name(),
            verdict.reasons().get(0)));
    return new JudgedVerdict(verdict, expected == null ? null : VerdictKind.valueOf(expected));
  }

  /** The verdict on a cell by its trials alone, which is told to nobody. */
  Verdict judgeTrials(Cell cell, KernelRun run) {
    CellTrials.Both outcomes = outcomes(cell, run);
    return Verdicts.of(caseOf(cell, run, outcomes, Reached.NOT_MEASURED, List.of(), false));
  }

  private CellTrials.Both outcomes(Cell cell, KernelRun run) {
    return run.cellTrials(
        cell.patch(), cell.program(), () -> run.controlFindings(otherPrograms(cell)));
  }

  /** Whether a cell was judged by trials that went on from one of these machines. */
  boolean usedAny(Cell cell, Set<String> machines) {
    CellTrials.Both outcomes = used.get(cell);
    return outcomes != null
        && Stream.of(outcomes.control(), outcomes.patched())
            .flatMap(List::stream)
            .anyMatch(
                outcome -> outcome.snapshot() != null && machines.contains(outcome.snapshot()));
  }

  private CellCase caseOf(Cell cell, KernelRun run) {
    CellTrials.Both outcomes = outcomes(cell, run);
    used.put(cell, outcomes);
    Reached reached = run.reached(cell.patch(), cell.program(), outcomes);
    List<String> suspicions =
        new ArrayList<>(run.suspicions(cell.patch(), cell.program(), outcomes.control()));
    if (options.extras().contains(CampaignOptions.Extra.TRIPWIRE)) {
      run.tripwire(cell.patch(), cell.program(), outcomes).ifPresent(suspicions::add);
    }
    boolean dispelled = !suspicions.isEmpty() && dataCheckFixed(cell);
    return caseOf(cell, run, outcomes, reached, suspicions, dispelled);
  }

  private CellCase caseOf(
      Cell cell,
      KernelRun run,
      CellTrials.Both outcomes,
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
        new CellCase.Setting(
            cell.kernel().smp(),
            run.built(null).artefact().map(KernelArtefact::detectors).orElse(List.of())));
  }

  private List<ReproducerDef> otherPrograms(Cell cell) {
    return cells.stream()
        .filter(other -> other.kernel().equals(cell.kernel()))
        .map(Cell::program)
        .filter(program -> !program.equals(cell.program()))
        .distinct()
        .toList();
  }

  /** Waits for the cells of the same patch that check data: these wait for none. */
  private boolean dataCheckFixed(Cell cell) {
    return cells.stream()
        .filter(other -> other.kernelUnderTest().equals(cell.kernelUnderTest()))
        .filter(other -> other.program().hasDataCheck())
        .anyMatch(other -> verdicts.apply(other).kind() == VerdictKind.FIXED);
  }
}
