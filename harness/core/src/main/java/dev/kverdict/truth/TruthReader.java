package dev.kverdict.truth;

import dev.kverdict.UserError;
import dev.kverdict.oops.CrashReport;
import dev.kverdict.oops.OopsReader;
import dev.kverdict.record.DiscardedMachine;
import dev.kverdict.record.JudgedVerdict;
import dev.kverdict.record.RunResult;
import dev.kverdict.record.Scope;
import dev.kverdict.record.TrialId;
import dev.kverdict.record.TrialLine;
import dev.kverdict.record.Verdict;
import dev.kverdict.record.Worth;
import dev.kverdict.trial.TrialRecord;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what the rules say of the patches of a run, from the directory of the run alone. */
public final class TruthReader {

  private static final String CONSOLE = "console.log";

  private static final Comparator<SeenTrial> ORDER =
      Comparator.comparing(
              (SeenTrial trial) -> trial.line().trial().series().equals(TrialId.BOOTED))
          .thenComparingInt(trial -> trial.line().trial().number());

  private final RunResult result;
  private final Path run;

  /** The trials of the run by the directories of their evidence, each read once. */
  private final Map<String, SeenTrial> seen = new LinkedHashMap<>();

  private TruthReader(RunResult result, Path run) {
    this.result = result;
    this.run = run;
    result.trials().forEach(line -> seen.put(line.folder(), read(line)));
  }

  /**
   * Returns the answers on the patches of a run.
   *
   * @param run the directory of the run; nothing outside of it is read
   * @throws UserError if the result does not say what its programs show
   */
  public static CaseTruth read(RunResult result, Path run) {
    return new TruthReader(result, run).caseTruth();
  }

  private CaseTruth caseTruth() {
    Map<String, List<Verdict>> patches = new LinkedHashMap<>();
    for (JudgedVerdict judged : result.verdicts()) {
      Verdict verdict = judged.verdict();
      if (!verdict.patch().equals(Verdict.CONTROL)) {
        patches
            .computeIfAbsent(verdict.kernel() + "/" + verdict.patch(), key -> new ArrayList<>())
            .add(verdict);
      }
    }
    return new CaseTruth(
        result.caseName(),
        result.scope().kernels().stream().map(Scope.Kernel::release).distinct().toList(),
        patches.values().stream().map(this::patch).toList(),
        seen.size(),
        SeenCell.millis(List.copyOf(seen.values())));
  }

  private PatchTruth patch(List<Verdict> verdicts) {
    Verdict first = verdicts.get(0);
    return PatchTruth.of(
        result.caseName(),
        first.kernel(),
        first.patch(),
        worth(first.patch()),
        verdicts.stream().map(this::cell).toList());
  }

  private @Nullable Worth worth(String patch) {
    return result.scope().patches().stream()
        .filter(known -> known.name().equals(patch))
        .findFirst()
        .map(Scope.Patch::worth)
        .orElse(null);
  }

  private CellTruth cell(Verdict verdict) {
    Scope.Program program = program(verdict.repro());
    SeenCell cell =
        new SeenCell(verdict, program, trials(verdict, verdict.patch()), titles(verdict, program));
    Map<Rule, Answer> answers = new EnumMap<>(Rule.class);
    for (Rule rule : Rule.values()) {
      answers.put(rule, rule.judge(cell));
    }
    return new CellTruth(verdict.repro(), verdict.guard(), verdict.kind(), answers);
  }

  private Scope.Program program(String name) {
    return result.scope().programs().stream()
        .filter(program -> program.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new UserError(
                    run.toString(),
                    "does not say which failure " + name + " shows, as runs of older versions",
                    "run the case again; trials are taken from the store"));
  }

  /** Returns the trials that count of one side of a cell; those that confirm others come last. */
  private List<SeenTrial> trials(Verdict verdict, @Nullable String patch) {
    return seen.values().stream()
        .filter(SeenTrial::counts)
        .filter(
            trial -> {
              TrialId id = trial.line().trial();
              return id.kernel().equals(verdict.kernel())
                  && Objects.equals(id.patch(), patch)
                  && id.repro().equals(verdict.repro());
            })
        .sorted(ORDER)
        .toList();
  }

  /**
   * Returns by which titles the expected crash is known. A console names it without the kernel's
   * debug information, so the title there may be another one than the case's.
   */
  private List<String> titles(Verdict verdict, Scope.Program program) {
    if (!program.crashes()) {
      return List.of();
    }
    List<String> titles = new ArrayList<>(program.crash());
    trials(verdict, null).stream()
        .filter(SeenTrial::failedAsExpected)
        .flatMap(trial -> deciding(trial.known(), program.crash()).stream())
        .map(CrashReport::title)
        .forEach(titles::add);
    return titles.stream().distinct().toList();
  }

  private static Optional<CrashReport> deciding(List<CrashReport> reports, List<String> titles) {
    return reports.stream()
        .filter(report -> report.meets(titles))
        .findFirst()
        .or(() -> reports.stream().findFirst());
  }

  private SeenTrial read(TrialLine line) {
    try {
      Path folder = run.resolve(line.folder()).toRealPath();
      Path console = folder.resolve(CONSOLE).toRealPath();
      if (!console.startsWith(run.toRealPath()) || !Files.isRegularFile(console)) {
        return unread(line);
      }
      try (InputStream in = new BufferedInputStream(Files.newInputStream(console))) {
        TrialRecord record = TrialRecord.read(folder);
        boolean discarded =
            result.discarded().stream()
                .map(DiscardedMachine::machine)
                .anyMatch(machine -> machine.equals(record.snapshot()));
        return new SeenTrial(line, record.ending().millis(), OopsReader.readAll(in), discarded);
      }
    } catch (IOException | InvalidPathException e) {
      return unread(line);
    }
  }

  private static SeenTrial unread(TrialLine line) {
    return new SeenTrial(line, line.millis(), null, false);
  }
}
