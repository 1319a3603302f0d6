package dev.kverdict.page;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kverdict.oops.Frame;
import dev.kverdict.oops.SourceQuote;
import dev.kverdict.record.ClaimResult;
import dev.kverdict.record.DiscardedMachine;
import dev.kverdict.record.Ending;
import dev.kverdict.record.Event;
import dev.kverdict.record.Finding;
import dev.kverdict.record.JudgedFinding;
import dev.kverdict.record.JudgedVerdict;
import dev.kverdict.record.Necessity;
import dev.kverdict.record.Outcome;
import dev.kverdict.record.Phase;
import dev.kverdict.record.Reached;
import dev.kverdict.record.RunFacts;
import dev.kverdict.record.RunResult;
import dev.kverdict.record.Scope;
import dev.kverdict.record.SeriesStep;
import dev.kverdict.record.TrialId;
import dev.kverdict.record.TrialLine;
import dev.kverdict.record.Verdict;
import dev.kverdict.record.VerdictKind;
import dev.kverdict.run.CrashFile;
import dev.kverdict.run.EventLog;
import dev.kverdict.run.RunFolder;
import dev.kverdict.verdict.Results;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The directory of a run on kernel {@code k} that never was, with the evidence of its trials. */
final class RunSketch {

  static final String SITE = "fs/small/small.c:3";

  static final String DIFF =
      """
      --- a/fs/small/small.c
      +++ b/fs/small/small.c
      @@ -1,6 +1,7 @@
       void f(struct inode *inode, int x)
       {
      -\tBUG_ON(x > 1);
      +\tif (x > 1)
      +\t\treturn; /* NOTE */
       \tg(x);
       }
       /* the end */
      """;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final double CONFIDENCE = 0.95;

  final Path folder;
  String caseName = "small-case";
  String started = "2026-01-02T03:04:05Z";

  /** Stands wherever a text comes from outside. */
  private final String text;

  private final List<JudgedVerdict> verdicts = new ArrayList<>();
  private final List<TrialLine> trials = new ArrayList<>();
  private final List<Scope.Patch> patches = new ArrayList<>();

  RunSketch(Path folder, String text) {
    this.folder = folder;
    this.text = text;
  }

  /** Adds a patch to the run's directory. */
  RunSketch patch(String name) throws IOException {
    Path file = folder.resolve(RunFolder.PATCHES).resolve(name).resolve("0/" + name + ".patch");
    Files.createDirectories(file.getParent());
    write(file, DIFF.replace("NOTE", text.replace('\n', ' ')));
    patches.add(
        new Scope.Patch(
            name, "small: do better " + text, "", List.of("a note " + text), Map.of("k", "fits")));
    return this;
  }

  /**
   * Adds a cell with the trials of both sides.
   *
   * @param failures those of its five control trials that fail
   * @param broken those of its six patched trials that fail
   */
  RunSketch cell(String patch, String repro, VerdictKind kind, int failures, int broken)
      throws IOException {
    for (int i = 1; i <= 5; i++) {
      trial(null, repro, i, i <= failures);
    }
    for (int i = 1; i <= 6; i++) {
      trial(patch, repro, i, i <= broken);
    }
    return judged(patch, repro, kind, failures, broken);
  }

  /** Adds a verdict whose trials left nothing behind. */
  RunSketch judged(String patch, String repro, VerdictKind kind, int failures, int broken) {
    Finding finding =
        new Finding(Finding.Kind.FSCK, "fsck: odd " + text, "settle", 1, "detail " + text);
    List<JudgedFinding> findings = new ArrayList<>();
    for (JudgedFinding.Status status : JudgedFinding.Status.values()) {
      findings.add(new JudgedFinding(finding, status, 5, 6));
    }
    Verdict verdict =
        new Verdict(
            "k",
            patch,
            repro,
            false,
            kind,
            "kernel BUG in f",
            new Verdict.Tally(5, failures, 5 - failures, 5, 2),
            new Verdict.Tally(6, broken, 6 - broken, 6, 3),
            0.0022,
            new Reached(
                Reached.Answer.YES,
                "1 of 1 places ran",
                List.of(new Reached.Place("fs/small/small.c:3 (+2 -1)", 1L, 3L, text))),
            findings,
            List.of("6 of 6 patched trials clean " + text, "and more " + text));
    verdicts.add(new JudgedVerdict(verdict, null));
    return this;
  }

  private void trial(@Nullable String patch, String repro, int number, boolean fails)
      throws IOException {
    TrialId id = new TrialId("k", patch, repro, TrialId.PLAIN, number);
    String where =
        folder.relativize(new RunFolder(folder).where(id, 1)).toString().replace('\\', '/');
    if (trials.stream().anyMatch(known -> known.folder().equals(where))) {
      return; // the control serves several patches
    }
    Path evidence = Files.createDirectories(folder.resolve(where));
    boolean restored = number % 2 == 0;
    console(evidence, fails, number);
    Map<String, Object> inputs =
        Map.of(
            "schema",
            5,
            "accelerator",
            "tcg",
            "seed",
            number,
            "digests",
            Map.of("kernel", "12ab", "program", "34cd"));
    Map<String, Object> all = new java.util.HashMap<>(inputs);
    all.put("snapshot", restored ? "snap" : null);
    write(evidence.resolve("trial.json"), JSON.writeValueAsString(all));
    Ending ending =
        new Ending(
            fails ? Ending.Kind.GUEST_STOPPED : Ending.Kind.QUIT_BY_HOST,
            fails ? Phase.RUN : Phase.SETTLE,
            text,
            900,
            40L + number);
    write(evidence.resolve("ending.json"), JSON.writeValueAsString(ending));
    trials.add(
        new TrialLine(
            id,
            fails ? Outcome.Kind.FAILED_AS_EXPECTED : Outcome.Kind.CLEAN,
            "detail " + text,
            900,
            false,
            where));
  }

  private void console(Path evidence, boolean fails, int number) throws IOException {
    String before =
        """
        [    0.900000] Linux version 6.1
        [    1.600000] kverdict: mark 1
        [    1.9%d0000] kverdict: mark 2
        [    2.0%d0000] kverdict: mark 3
        [    2.1%d0000] kverdict: mark 4
        program: %s
        """
            .formatted(number, number, number, text);
    String after =
        fails
            ? """
              [    2.500000] ------------[ cut here ]------------
              [    2.500001] kernel BUG at fs/small/small.c:3!
              [    2.500002] %s
              [    2.600000] Kernel panic - not syncing: Fatal exception
              """
                .formatted(text)
            : """
              [    2.700000] kverdict: mark 5
              [    2.900000] kverdict: mark 6
              """;
    write(evidence.resolve("console.log"), before + after);
    String said =
        """
        {"type":"hello","version":4,"ms":1584,"taint":0,"release":"6.1","buildId":"6a"}
        {"type":"mark","n":1}
        {"type":"mark","n":2}
        {"type":"started","id":9,"name":"","ok":true,"errno":""}
        {"type":"mark","n":3}
        {"type":"output","stream":"out","text":"1..1\\nok 1 - open\\n"}
        {"type":"mark","n":4}
        """;
    String end =
        """
        {"type":"exit","id":10,"code":0,"signal":0,"timedOut":false,"gone":true,"leftOver":0}
        {"type":"mark","n":5}
        {"type":"mark","n":6}
        """;
    write(evidence.resolve("agent.jsonl"), fails ? said : said + end);
    if (fails) {
      write(evidence.resolve(RunFolder.CRASHES), "kernel BUG in f " + text);
      CrashFile crashes =
          new CrashFile(
              1,
              List.of(
                  new CrashFile.Crash(
                      "kernel BUG in f " + text,
                      SITE,
                      "BUG_ON(x > 1); " + text,
                      true,
                      false,
                      before.getBytes(StandardCharsets.UTF_8).length,
                      4,
                      List.of(
                          new Frame("f", 3, 9, "small", true, true, false, SITE),
                          new Frame("vfs_write", 1, 2, null, false, true, false, null)))),
              Map.of(SITE, new SourceQuote(2, 3, List.of("{", "\tBUG_ON(x > 1);", "\t" + text))));
      write(evidence.resolve(CrashFile.NAME), JSON.writeValueAsString(crashes));
    }
  }

  RunResult result() {
    return new RunResult(
        caseName,
        verdicts,
        Results.patches(verdicts),
        List.of(
            new ClaimResult(
                "C1", "It takes two. " + text, ClaimResult.Outcome.REFUTED, List.of(text))),
        List.of(new Necessity("k", "v1", 2, text, Necessity.Answer.NEEDED, text)),
        List.of(new SeriesStep("k", "v1", 1, 2, text, SeriesStep.Effect.BREAKS, text)),
        new Scope(
            "ci/case.yaml",
            List.of(new Scope.Kernel("k", "6.1.0", "Debian's " + text, 1, 256, List.of("KASAN"))),
            List.of("disk: 64 MiB " + text),
            patches,
            "R <r@example.org> " + text,
            "https://example.org/1 " + text),
        new RunFacts(
            started,
            61_500,
            folder.toString(),
            null,
            CONFIDENCE,
            11,
            0,
            "QEMU 7.2 " + text,
            "none",
            Map.of("k", "tcg")),
        List.of(new DiscardedMachine("k/v1", "snap", text)),
        trials);
  }

  /** Writes the events of the run. */
  RunSketch events() {
    try (EventLog log = EventLog.open(folder.resolve("events.jsonl"))) {
      log.append(new Event.Note("a note " + text), false);
      log.append(new Event.MachineDiscarded("k/v1", "snap", text), false);
    }
    return this;
  }

  /** Writes the page, and returns it. */
  String page() throws IOException {
    String page = ReportPage.of(result(), folder);
    write(folder.resolve(ReportPage.NAME), page);
    return page;
  }

  /** Half of a surrogate pair is written as a question mark, as guests and patches have no such. */
  private static void write(Path file, String content) throws IOException {
    Files.write(file, content.getBytes(StandardCharsets.UTF_8));
  }
}
