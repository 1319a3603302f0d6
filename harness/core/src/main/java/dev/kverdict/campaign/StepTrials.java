package dev.kverdict.campaign;

import dev.kverdict.HostIo;
import dev.kverdict.model.Cell;
import dev.kverdict.model.PatchDef;
import dev.kverdict.model.ReproducerDef;
import dev.kverdict.patch.Mail;
import dev.kverdict.patch.ParsedPatch;
import dev.kverdict.patch.PatchSet;
import dev.kverdict.record.BuildOutcome;
import dev.kverdict.record.SeriesStep;
import dev.kverdict.record.Verdict;
import dev.kverdict.record.VerdictKind;
import dev.kverdict.run.RunFolder;
import dev.kverdict.verdict.SeriesSteps;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Applies the patches of a series one after the other and checks what each of them changes. The
 * last place is the whole series, on which there is a verdict already.
 *
 * @param board where the verdicts on the whole series are
 * @param judge judges the cells of its parts
 */
record StepTrials(RunFolder folder, VerdictBoard board, CellJudge judge) {

  /**
   * One answer for each patch of a series; none for a single patch.
   *
   * @param cells the cells of the series on one kernel
   */
  List<SeriesStep> run(KernelRun kernel, PatchDef series, List<Cell> cells) {
    List<ParsedPatch> parts = series.content().patches();
    List<SeriesStep> answers = new ArrayList<>();
    List<ReproducerDef> programs = cells.stream().map(Cell::program).toList();
    SeriesSteps.Place place = SeriesSteps.Place.control(programs, "the control");
    for (int i = 0; parts.size() > 1 && i < parts.size(); i++) {
      boolean whole = i + 1 == parts.size();
      PatchDef sofar = whole ? series : first(kernel, series, i + 1);
      BuildOutcome build = kernel.built(sofar).outcome();
      SeriesSteps.Judged judged;
      if (build.kind() == BuildOutcome.Kind.BUILT || build.kind() == BuildOutcome.Kind.NO_CHANGE) {
        SeriesSteps.Place with =
            build.kind() == BuildOutcome.Kind.BUILT
                ? shown(kernel, sofar, cells, whole)
                : SeriesSteps.Place.control(programs, "everything that runs is as in the control");
        judged = SeriesSteps.judge(place, with);
        place = with;
      } else {
        judged = SeriesSteps.unbuilt(build);
      }
      String subject = parts.get(i).mail().map(Mail::title).orElse("patch " + (i + 1));
      answers.add(
          new SeriesStep(
              kernel.name(),
              series.name(),
              i + 1,
              parts.size(),
              subject,
              judged.effect(),
              judged.reason()));
    }
    return answers;
  }

  private PatchDef first(KernelRun kernel, PatchDef series, int number) {
    String name = series.name() + "~first-" + number;
    PatchSet part = series.content().first(number);
    HostIo.run(
        "cannot take the series " + series.name() + " apart",
        () -> {
          var unused = part.unpack(folder.kernel(kernel.name() + "/" + name));
        });
    return new PatchDef(name, part, Map.of());
  }

  /** Programs that check data come first: where one is fixed, nothing only hides a report. */
  private SeriesSteps.Place shown(
      KernelRun kernel, PatchDef sofar, List<Cell> cells, boolean whole) {
    List<Verdict> verdicts = new ArrayList<>();
    boolean checked = false;
    for (Cell cell : checksFirst(cells)) {
      Verdict verdict =
          whole
              ? board.verdict(cell)
              : judge.judgeStep(new Cell(cell.kernel(), sofar, cell.program()), kernel, checked);
      checked |= cell.program().hasDataCheck() && verdict.kind() == VerdictKind.FIXED;
      verdicts.add(verdict);
    }
    return SeriesSteps.Place.of(verdicts);
  }

  private static List<Cell> checksFirst(List<Cell> cells) {
    return cells.stream()
        .sorted(Comparator.comparing(cell -> !cell.program().hasDataCheck()))
        .toList();
  }
}
