package dev.kverdict.campaign;

import dev.kverdict.InfraError;
import dev.kverdict.model.Cell;
import dev.kverdict.model.PatchDef;
import dev.kverdict.patch.ParsedPatch;
import dev.kverdict.patch.PatchSet;
import dev.kverdict.record.BuildOutcome;
import dev.kverdict.record.Necessity;
import dev.kverdict.run.RunFolder;
import dev.kverdict.verdict.Necessities;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Drops each patch of a series in turn and checks which bugs come back.
 *
 * @param board where the verdicts on the whole series are
 * @param judge judges the cells of the rest
 */
record NecessityTrials(RunFolder folder, VerdictBoard board, CellJudge judge) {

  /**
   * One answer for each patch of a series; none for a single patch.
   *
   * @param cells the cells of the series on one kernel
   */
  List<Necessity> run(KernelRun kernel, PatchDef series, List<Cell> cells) {
    List<ParsedPatch> parts = series.content().patches();
    List<Necessity> answers = new ArrayList<>();
    for (int i = 0; parts.size() > 1 && i < parts.size(); i++) {
      PatchDef rest = without(kernel, series, i + 1);
      BuildOutcome build = kernel.built(rest).outcome();
      List<Necessities.Pair> pairs = new ArrayList<>();
      for (Cell cell : cells) {
        if (!cell.program().guard() && build.kind() == BuildOutcome.Kind.BUILT) {
          Cell other = new Cell(cell.kernel(), rest, cell.program());
          pairs.add(new Necessities.Pair(board.verdict(cell), judge.judgeTrials(other, kernel)));
        }
      }
      kernel.release(rest);
      Necessities.Judged judged = Necessities.judge(build, pairs);
      String subject = parts.get(i).mail().map(mail -> mail.subject()).orElse("patch " + (i + 1));
      answers.add(
          new Necessity(
              kernel.name(), series.name(), i + 1, subject, judged.answer(), judged.reason()));
    }
    return answers;
  }

  private PatchDef without(KernelRun kernel, PatchDef series, int number) {
    String name = series.name() + "~without-" + number;
    try {
      PatchSet rest = series.content().without(number);
      var unused = rest.unpack(folder.kernel(kernel.name() + "/" + name));
      return new PatchDef(name, rest, Map.of());
    } catch (IOException e) {
      throw new InfraError("cannot take the series " + series.name() + " apart", e);
    }
  }
}
