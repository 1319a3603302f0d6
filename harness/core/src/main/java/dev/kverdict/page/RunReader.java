package dev.kverdict.page;

import dev.kverdict.InfraError;
import dev.kverdict.UserError;
import dev.kverdict.oops.CrashReport;
import dev.kverdict.oops.OopsReader;
import dev.kverdict.oops.Symbols;
import dev.kverdict.record.Event;
import dev.kverdict.record.JudgedVerdict;
import dev.kverdict.record.RunResult;
import dev.kverdict.record.Scope;
import dev.kverdict.record.TrialId;
import dev.kverdict.record.TrialLine;
import dev.kverdict.record.Verdict;
import dev.kverdict.run.CrashFile;
import dev.kverdict.run.EventLog;
import dev.kverdict.run.RunFolder;
import dev.kverdict.trial.TrialRecord;
import dev.kverdict.verdict.Interval;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a page shows from the directory of a run. What is missing there, as in an older run,
 * is missing on the page.
 */
final class RunReader {

  /** Those that a verdict counts come first, whatever the order in which they ended. */
  private static final Comparator<TrialLine> ORDER =
      Comparator.comparing((TrialLine line) -> !line.trial().series().equals(TrialId.PLAIN))
          .thenComparing(line -> line.trial().series())
          .thenComparingInt(line -> line.trial().number());

  /** The most trials whose consoles are shown. */
  private static final int MOST_CONSOLES = 60;

  private static final long MOST_SMALL = 1 << 20;
  private static final long MOST_EVENTS = 64 << 20;
  private static final int MOST_HAPPENED = 400;

  private final RunResult result;
  private final RunFiles files;
  private final boolean severalKernels;
  private final Map<String, TrialView> trials = new HashMap<>();

  /** Where the evidence of a trial is shown, by its folder: a control serves several cells. */
  private final Map<String, EvidenceView> shown = new HashMap<>();

  private RunReader(RunResult result, RunFiles files) {
    this.result = result;
    this.files = files;
    this.severalKernels =
        result.verdicts().stream().map(j -> j.verdict().kernel()).distinct().count() > 1;
  }

  /**
   * Reads a run.
   *
   * @throws UserError when its result has numbers that no run has
   */
  static PageView read(RunResult result, Path directory) {
    double confidence = result.facts().confidence();
    boolean counted =
        result.verdicts().stream()
            .map(JudgedVerdict::verdict)
            .flatMap(v -> Stream.of(v.control(), v.patched()))
            .allMatch(RunReader::isCount);
    if (!(confidence > 0 && confidence < 1) || !counted) {
      throw new UserError(
          directory.toString(), "has a result with impossible numbers", "run the matrix again");
    }
    return new RunReader(result, new RunFiles(directory)).page();
  }

  private static boolean isCount(Verdict.Tally tally) {
    return tally.failures() >= 0
        && tally.clean() >= 0
        && tally.failures() <= tally.trials()
        && tally.clean() <= tally.trials();
  }

  private PageView page() {
    List<PatchView> patches = patches();
    Predicate<TrialLine> inCell =
        line ->
            result.verdicts().stream().map(JudgedVerdict::verdict).anyMatch(v -> belongs(line, v));
    return new PageView(
        result,
        patches,
        FindingView.all(patches),
        digests(),
        happened(),
        result.trials().stream()
            .filter(inCell.negate())
            .map(line -> new TrialView(line, null, null, null))
            .toList());
  }

  private List<PatchView> patches() {
    Map<String, List<JudgedVerdict>> groups = new LinkedHashMap<>();
    for (JudgedVerdict judged : result.verdicts()) {
      Verdict v = judged.verdict();
      groups.computeIfAbsent(v.kernel() + "/" + v.patch(), k -> new ArrayList<>()).add(judged);
    }
    List<PatchView> patches = new ArrayList<>();
    int cell = 1;
    for (List<JudgedVerdict> group : groups.values()) {
      patches.add(patch("patch-" + (patches.size() + 1), group, cell));
      cell += group.size();
    }
    return patches;
  }

  private PatchView patch(String id, List<JudgedVerdict> group, int firstCell) {
    Verdict first = group.get(0).verdict();
    List<CellView> cells = new ArrayList<>();
    List<DiffView.Counted> counted = new ArrayList<>();
    for (JudgedVerdict judged : group) {
      Verdict v = judged.verdict();
      cells.add(cell("cell-" + (firstCell + cells.size()), judged));
      if (!v.reached().places().isEmpty()) {
        counted.add(new DiffView.Counted(v.repro(), v.reached().places()));
      }
    }
    Optional<Scope.Patch> origin =
        result.scope().patches().stream().filter(p -> p.name().equals(first.patch())).findFirst();
    boolean control = first.patch().equals(Verdict.CONTROL);
    return new PatchView(
        id,
        first.kernel(),
        first.patch(),
        severalKernels,
        origin.orElse(null),
        cells,
        control ? null : DiffView.read(files, first.patch(), counted).orElse(null),
        result.necessities().stream()
            .filter(
                part -> part.kernel().equals(first.kernel()) && part.patch().equals(first.patch()))
            .toList(),
        result.steps().stream()
            .filter(
                step -> step.kernel().equals(first.kernel()) && step.patch().equals(first.patch()))
            .toList());
  }

  private CellView cell(String id, JudgedVerdict judged) {
    Verdict v = judged.verdict();
    SideView control = side("control", null, v, v.control());
    boolean alone = v.patch().equals(Verdict.CONTROL);
    SideView patched = side("patched", alone ? "" : v.patch(), v, v.patched());
    List<EvidenceView> evidence = new ArrayList<>();
    for (SideView side : List.of(control, patched)) {
      side.telling().ifPresent(trial -> evidence.add(evidence(id, side, trial)));
    }
    return new CellView(
        id, judged, control, patched, evidence, Change.of(v, result.facts().confidence()));
  }

  private SideView side(String name, @Nullable String patch, Verdict v, Verdict.Tally tally) {
    List<TrialView> mine =
        result.trials().stream()
            .filter(line -> isOf(line.trial(), v.kernel(), patch, v.repro()))
            .sorted(ORDER)
            .map(this::trial)
            .toList();
    int bad = v.guard() ? tally.trials() - tally.clean() : tally.failures();
    Interval interval = Interval.of(bad, tally.trials(), result.facts().confidence());
    return new SideView(name, v.guard(), tally, mine, interval);
  }

  private static boolean belongs(TrialLine line, Verdict v) {
    return isOf(line.trial(), v.kernel(), null, v.repro())
        || isOf(line.trial(), v.kernel(), v.patch(), v.repro());
  }

  private static boolean isOf(TrialId id, String kernel, @Nullable String patch, String program) {
    return id.kernel().equals(kernel)
        && Objects.equals(id.patch(), patch)
        && id.repro().equals(program);
  }

  private TrialView trial(TrialLine line) {
    return trials.computeIfAbsent(line.folder(), folder -> read(line));
  }

  private TrialView read(TrialLine line) {
    Optional<Path> folder = files.find(line.folder());
    Optional<CrashFile> crashes =
        files
            .small(line.folder() + "/" + CrashFile.NAME, MOST_SMALL)
            .map(Path::getParent)
            .flatMap(CrashFile::read);
    Long crashAt = crashes.flatMap(RunReader::first).map(CrashFile.Crash::offset).orElse(null);
    return new TrialView(
        line,
        folder.map(this::record).orElse(null),
        crashes.orElse(null),
        Course.read(files, line.folder(), crashAt).orElse(null));
  }

  private @Nullable TrialRecord record(Path folder) {
    try {
      return TrialRecord.read(folder);
    } catch (IOException e) {
      return null;
    }
  }

  private static Optional<CrashFile.Crash> first(CrashFile file) {
    return file.crashes().stream().findFirst();
  }

  private EvidenceView evidence(String cell, SideView side, TrialView trial) {
    String folder = trial.line().folder();
    EvidenceView known = shown.get(folder);
    if (known == null) {
      known = newEvidence(cell + "-" + side.name(), side.name(), trial);
      shown.put(folder, known);
    }
    return known;
  }

  private EvidenceView newEvidence(String id, String side, TrialView trial) {
    String folder = trial.line().folder();
    TrialView full = trial.crashes() == null ? crashesAgain(trial) : trial;
    Optional<CrashFile.Crash> crash = full.crash();
    ConsoleView console =
        shown.size() < MOST_CONSOLES
            ? ConsoleView.read(
                    files,
                    folder,
                    crash.map(CrashFile.Crash::offset).orElse(null),
                    crash.map(CrashFile.Crash::lines).orElse(0))
                .orElse(null)
            : null;
    return new EvidenceView(
        id, side, full, console, trial.crashes() == null ? text(folder, RunFolder.CRASHES) : "");
  }

  /** Reads a console for its crashes, where an older run has nothing about them. */
  private TrialView crashesAgain(TrialView trial) {
    String folder = trial.line().folder();
    Optional<Path> console = files.small(folder + "/console.log", Long.MAX_VALUE);
    if (console.isEmpty() || text(folder, RunFolder.CRASHES).isEmpty()) {
      return trial;
    }
    try (InputStream in = new BufferedInputStream(Files.newInputStream(console.get()))) {
      List<CrashReport> reports = OopsReader.readAll(in);
      return new TrialView(
          trial.line(), trial.record(), CrashFile.of(reports, Symbols.NONE), trial.course());
    } catch (IOException e) {
      return trial;
    }
  }

  private String text(String folder, String name) {
    try {
      Optional<Path> file = files.small(folder + "/" + name, MOST_SMALL);
      return file.isEmpty()
          ? ""
          : new String(Files.readAllBytes(file.get()), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  private Map<String, Map<String, String>> digests() {
    Map<String, Map<String, String>> all = new TreeMap<>();
    for (TrialView trial : trials.values()) {
      TrialRecord record = trial.record();
      if (record != null) {
        TrialId id = trial.line().trial();
        Map<String, String> mine =
            all.computeIfAbsent(id.kernelUnderTest(), kernel -> new TreeMap<>());
        record
            .digests()
            .forEach(
                (name, digest) ->
                    mine.put(name.equals("program") ? "program " + id.repro() : name, digest));
      }
    }
    return all;
  }

  private List<String> happened() {
    Optional<Path> log = files.small("events.jsonl", MOST_EVENTS);
    if (log.isEmpty()) {
      return List.of();
    }
    try {
      return EventLog.readLogged(log.get()).stream()
          .flatMap(logged -> happened(logged.event()))
          .limit(MOST_HAPPENED)
          .toList();
    } catch (InfraError e) {
      return List.of("events.jsonl is damaged");
    }
  }

  private static Stream<String> happened(Event event) {
    if (event instanceof Event.Note note) {
      return Stream.of(note.text());
    } else if (event instanceof Event.BuildEnded build) {
      return Stream.of(
          "build of %s: %s after %s"
              .formatted(
                  build.kernel(), Words.of(build.outcome()), Amount.micros(build.millis() * 1000)));
    } else if (event instanceof Event.MachineSaved machine) {
      return Stream.of(
          "snapshot of %s %s after %s"
              .formatted(
                  machine.kernel(), machine.point(), Amount.micros(machine.millis() * 1000)));
    } else if (event instanceof Event.MachineDiscarded machine) {
      return Stream.of(
          "snapshot %s of %s discarded: %s"
              .formatted(machine.machine(), machine.kernel(), machine.reason()));
    }
    return Stream.of();
  }
}
