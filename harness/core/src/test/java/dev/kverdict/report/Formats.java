package dev.kverdict.report;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.kverdict.record.ClaimResult;
import dev.kverdict.record.DiscardedMachine;
import dev.kverdict.record.Finding;
import dev.kverdict.record.JudgedFinding;
import dev.kverdict.record.JudgedVerdict;
import dev.kverdict.record.Necessity;
import dev.kverdict.record.Outcome;
import dev.kverdict.record.Reached;
import dev.kverdict.record.RunResult;
import dev.kverdict.record.Scope;
import dev.kverdict.record.SeriesStep;
import dev.kverdict.record.TrialId;
import dev.kverdict.record.TrialLine;
import dev.kverdict.record.Verdict;
import dev.kverdict.record.VerdictKind;
import dev.kverdict.verdict.Results;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Runs to report on, and readers of what is reported. */
final class Formats {

  /** What breaks out of a line, a quotation, a cell of a table, a tag, a terminal. */
  static final String HOSTILE =
      "a <b>&\u001b[31m\u0000]]> \ud800 | `x` # SKIP\n::error::www.evil.org %0A @all [l](http://x)";

  static final String DIGEST = "0123456789abcdef".repeat(4);

  private Formats() {}

  /** A run in which each verdict occurs, unexpected and expected, with hostile text everywhere. */
  static RunResult everyKind() {
    List<JudgedVerdict> judged = new ArrayList<>();
    for (VerdictKind kind : VerdictKind.values()) {
      judged.add(cell("p", "repro-" + kind, kind, null));
      judged.add(cell("q", "repro-" + kind, kind, kind));
    }
    judged.add(cell("p", "no-success", VerdictKind.FIXED, VerdictKind.NOT_FIXED));
    return run(judged);
  }

  static RunResult run(List<JudgedVerdict> judged) {
    return new RunResult(
        "a-case",
        judged,
        Results.patches(judged),
        List.of(new ClaimResult("C1", HOSTILE, ClaimResult.Outcome.REFUTED, List.of(HOSTILE, "2"))),
        List.of(new Necessity("k", "p", 2, HOSTILE, Necessity.Answer.NEEDED, HOSTILE)),
        List.of(
            new SeriesStep("k", "p", 1, 2, HOSTILE, SeriesStep.Effect.NO_CHANGE, HOSTILE),
            new SeriesStep("k", "p", 2, 2, HOSTILE, SeriesStep.Effect.BREAKS, HOSTILE)),
        new Scope(
            "ci/a.yaml",
            List.of(
                new Scope.Kernel(
                    "k",
                    "6.1",
                    HOSTILE,
                    2,
                    256,
                    List.of("KASAN"),
                    new Scope.Revision(
                        "https://example.org/linux.git", DIGEST.substring(24), List.of()))),
            List.of(HOSTILE),
            List.of(
                new Scope.Patch(
                    "p", HOSTILE, "<id@example.org>", List.of(), Map.of(), List.of(DIGEST))),
            null,
            null),
        RunFactsTest.facts(Map.of("k", "tcg")),
        List.of(new DiscardedMachine("k/p", "m1", HOSTILE)),
        judged.stream().map(cell -> trial(cell.verdict())).toList());
  }

  private static TrialLine trial(Verdict v) {
    return new TrialLine(
        new TrialId("k", v.patch(), v.repro(), TrialId.PLAIN, 1),
        Outcome.Kind.CLEAN,
        HOSTILE,
        1500,
        false,
        "trials/k+" + v.patch() + "/" + v.repro() + "/1");
  }

  static JudgedVerdict cell(
      String patch, String repro, VerdictKind kind, @Nullable VerdictKind expected) {
    return new JudgedVerdict(
        new Verdict(
            "k",
            patch,
            repro,
            false,
            kind,
            HOSTILE,
            Verdict.Tally.booted(5, 5, 0),
            Verdict.Tally.booted(6, 0, 6),
            0.0022,
            new Reached(
                Reached.Answer.YES,
                HOSTILE,
                List.of(new Reached.Place("fs/minix/file.c:42 (+1 -0)", 3L, null, HOSTILE))),
            List.of(finding(JudgedFinding.Status.PRE_EXISTING), finding(JudgedFinding.Status.NEW)),
            List.of(HOSTILE + " because", "second reason")),
        expected);
  }

  private static JudgedFinding finding(JudgedFinding.Status status) {
    return new JudgedFinding(
        new Finding(Finding.Kind.FSCK, HOSTILE, HOSTILE, Finding.AT_SETTLE, HOSTILE), status, 2, 3);
  }

  /** Returns what a schema beside this class says against a document. */
  static List<Error> complaints(String schema, String document) throws IOException {
    return complaintsBy(text(schema), document);
  }

  static List<Error> complaintsBy(String schema, String document) {
    Schema read =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(schema, InputFormat.JSON);
    return read.validate(
        document,
        InputFormat.JSON,
        context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)));
  }

  static String text(String file) throws IOException {
    try (InputStream in = Objects.requireNonNull(Formats.class.getResourceAsStream(file), file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
