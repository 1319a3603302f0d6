package dev.kverdict.capsule;

import dev.kverdict.model.ReproducerDef;
import dev.kverdict.record.DiscardedMachine;
import dev.kverdict.record.Outcome;
import dev.kverdict.record.RunResult;
import dev.kverdict.record.TrialId;
import dev.kverdict.record.TrialLine;
import dev.kverdict.record.Verdict;
import dev.kverdict.trial.EvidenceReader;
import dev.kverdict.verdict.Outcomes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the trials of a cell showed from the evidence of a run, in the same way when a capsule
 * is made and when it is replayed.
 *
 * @param run the directory of the run
 */
record Trials(Path run, RunResult result) {

  private static final Set<String> COUNTED = Set.of(TrialId.PLAIN, TrialId.BOOTED);

  /**
   * Returns what came out.
   *
   * @throws dev.kverdict.InfraError if evidence is missing
   */
  Expected of(Verdict verdict, ReproducerDef program) {
    boolean patched = !verdict.patch().equals(Verdict.CONTROL);
    List<Expected.Series> series = new ArrayList<>();
    series.add(series(Expected.CONTROL, verdict, null, program));
    if (patched) {
      series.add(series(Expected.PATCHED, verdict, verdict.patch(), program));
    }
    return new Expected(verdict.kind(), verdict.title(), verdict.reached().answer(), series);
  }

  private Expected.Series series(
      String name, Verdict verdict, @Nullable String patch, ReproducerDef program) {
    Set<String> discarded =
        result.discarded().stream().map(DiscardedMachine::machine).collect(Collectors.toSet());
    List<Expected.Shown> shown = new ArrayList<>();
    for (TrialLine line : result.trials()) {
      TrialId id = line.trial();
      if (id.kernel().equals(verdict.kernel())
          && Objects.equals(id.patch(), patch)
          && id.repro().equals(program.name())
          && COUNTED.contains(id.series())
          && line.outcome() != Outcome.Kind.INFRA) {
        Outcome outcome = Outcomes.of(EvidenceReader.read(run.resolve(line.folder())), program);
        if (outcome.snapshot() == null || !discarded.contains(outcome.snapshot())) {
          add(shown, outcome);
        }
      }
    }
    shown.sort(
        Comparator.comparingInt(Expected.Shown::trials)
            .reversed()
            .thenComparing(Expected.Shown::words));
    return new Expected.Series(name, shown.stream().mapToInt(Expected.Shown::trials).sum(), shown);
  }

  private static void add(List<Expected.Shown> shown, Outcome outcome) {
    Expected.Shown one =
        new Expected.Shown(outcome.kind(), outcome.title(), outcome.stepsPassed(), 1);
    for (int i = 0; i < shown.size(); i++) {
      if (shown.get(i).same(one)) {
        shown.set(
            i,
            new Expected.Shown(one.outcome(), one.title(), one.steps(), shown.get(i).trials() + 1));
        return;
      }
    }
    shown.add(one);
  }
}
