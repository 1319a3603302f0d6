package dev.kverdict.truth;

import dev.kverdict.record.DiscardedMachine;
import dev.kverdict.record.JudgedVerdict;
import dev.kverdict.record.Outcome;
import dev.kverdict.record.Reached;
import dev.kverdict.record.RunFacts;
import dev.kverdict.record.RunResult;
import dev.kverdict.record.Scope;
import dev.kverdict.record.TrialId;
import dev.kverdict.record.TrialLine;
import dev.kverdict.record.Verdict;
import dev.kverdict.record.VerdictKind;
import dev.kverdict.record.Worth;
import dev.kverdict.verdict.Results;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A run that is made up: a program that crashes, one that fails by a check, and a guard, with the
 * consoles of as many trials as a test wants.
 */
public final class MadeRun {

  /** The expected crash. */
  public static final String BUG = warning("minix_add_link");

  /** Another one. */
  public static final String OTHER = warning("minix_set_inode");

  /** No crash. */
  public static final String QUIET = "[    1.000000] minix: mounted\n";

  /** A program that fails by {@link #BUG}. */
  public static final String CRASH = "crash";

  /** A program that fails by a check. */
  public static final String CHECK = "check";

  /** A guard. */
  public static final String GUARD = "guard";

  private static final String KERNEL = "k";

  private final Path run;
  private final String caseName;
  private final List<JudgedVerdict> verdicts = new ArrayList<>();
  private final List<Scope.Patch> patches = new ArrayList<>();
  private final List<TrialLine> trials = new ArrayList<>();
  private final List<DiscardedMachine> discarded = new ArrayList<>();
  private String started = "2026-01-01T00:00:00Z";
  private List<Scope.Program> programs =
      List.of(
          new Scope.Program(CRASH, List.of("WARNING in minix_add_link"), null),
          new Scope.Program(CHECK, List.of(), "data-is-same"),
          new Scope.Program(GUARD, List.of(), null));

  /**
   * @param run its directory
   */
  public MadeRun(Path run, String caseName) {
    this.run = run;
    this.caseName = caseName;
  }

  /** A report of a warning, as a 6.1 kernel prints it. */
  public static String warning(String function) {
    return """
        [    2.000000] ------------[ cut here ]------------
        [    2.000001] WARNING: CPU: 0 PID: 97 at fs/minix/namei.c:119 FUNCTION+0x1d/0x30
        [    2.000002] CPU: 0 PID: 97 Comm: program Not tainted 6.1.0-57-amd64 #1
        [    2.000003] RIP: 0010:FUNCTION+0x1d/0x30
        [    2.000004] Call Trace:
        [    2.000005]  <TASK>
        [    2.000006]  minix_mkdir+0x30/0xd0 [minix]
        [    2.000007]  vfs_mkdir+0x100/0x200
        [    2.000008]  do_syscall_64+0x55/0xb0
        [    2.000009]  </TASK>
        [    2.000010] ---[ end trace 0000000000000000 ]---
        """
        .replace("FUNCTION", function);
  }

  /** Begins at another time. */
  public MadeRun started(String time) {
    started = time;
    return this;
  }

  /** Expects another crash of {@link #CRASH}. */
  MadeRun expecting(String title) {
    programs =
        List.of(new Scope.Program(CRASH, List.of(title), null), programs.get(1), programs.get(2));
    return this;
  }

  /** Says of no program what it shows. */
  MadeRun ofAnOlderVersion() {
    programs = List.of();
    return this;
  }

  /** Adds a patch. */
  public MadeRun patch(String name, Worth.@Nullable Kind kind) {
    patches.add(
        new Scope.Patch(
            name,
            "",
            "",
            List.of(),
            Map.of(),
            List.of(),
            kind == null ? null : new Worth(kind, "It is so.")));
    return this;
  }

  /** Adds the verdict on a patch by a program, and a trial for each console. */
  public MadeRun cell(String patch, String program, VerdictKind kind, String... consoles) {
    verdicts.add(
        new JudgedVerdict(
            new Verdict(
                KERNEL,
                patch,
                program,
                program.equals(GUARD),
                kind,
                "",
                Verdict.Tally.NONE,
                Verdict.Tally.NONE,
                null,
                Reached.NOT_MEASURED,
                List.of(),
                List.of("because")),
            null));
    IntStream.range(0, consoles.length)
        .forEach(
            i -> {
              boolean bug = consoles[i].equals(BUG) && program.equals(CRASH);
              trial(
                  new TrialId(KERNEL, patch, program, TrialId.PLAIN, i + 1),
                  bug ? Outcome.Kind.FAILED_AS_EXPECTED : Outcome.Kind.CLEAN,
                  consoles[i]);
            });
    return this;
  }

  /** Adds a trial of a patch, or of the control if it is null. */
  MadeRun trial(
      @Nullable String patch, String program, int number, Outcome.Kind outcome, String console) {
    return trial(new TrialId(KERNEL, patch, program, TrialId.PLAIN, number), outcome, console);
  }

  /** Adds a trial, each of which ran for a minute. */
  MadeRun trial(TrialId id, Outcome.Kind outcome, String console) {
    TrialLine line = new TrialLine(id, outcome, "", 1, false, "trials/" + trials.size());
    trials.add(line);
    try {
      Path folder = Files.createDirectories(run.resolve(line.folder()));
      Files.writeString(folder.resolve("console.log"), console);
      Files.writeString(folder.resolve("trial.json"), "{\"seed\": 1}");
      Files.writeString(
          folder.resolve("ending.json"),
          "{\"kind\": \"QUIT_BY_HOST\", \"phase\": \"SETTLE\", \"detail\": \"\", \"millis\": 60000}");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** Lets the trial that was added last resume from a snapshot. */
  MadeRun resumed(String snapshot) {
    try {
      Files.writeString(
          last().resolve("trial.json"), "{\"seed\": 1, \"snapshot\": \"" + snapshot + "\"}");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** Discards a snapshot. */
  MadeRun discarded(String snapshot) {
    discarded.add(new DiscardedMachine(KERNEL, snapshot, "it alone shows it"));
    return this;
  }

  /** Returns the directory of the trial that was added last. */
  Path last() {
    return run.resolve(trials.get(trials.size() - 1).folder());
  }

  /** Returns the result of the run. */
  public RunResult result() {
    return new RunResult(
        caseName,
        verdicts,
        Results.patches(verdicts),
        List.of(),
        List.of(),
        List.of(),
        new Scope(
            "c.yaml",
            List.of(new Scope.Kernel(KERNEL, "6.1", "", 1, 256, List.of())),
            List.of(),
            patches,
            programs,
            null,
            null),
        new RunFacts(started, 1, "", null, 0.95, trials.size(), 0, "", "", Map.of()),
        discarded,
        trials);
  }

  /** Returns the answers of the rules. */
  public CaseTruth truth() {
    return TruthReader.read(result(), run);
  }

  /** Returns the answers on a patch. */
  PatchTruth truth(String patch) {
    return truth().patches().stream()
        .filter(one -> one.patch().equals(patch))
        .findFirst()
        .orElseThrow();
  }
}
