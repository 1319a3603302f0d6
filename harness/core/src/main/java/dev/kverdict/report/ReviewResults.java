package dev.kverdict.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.kverdict.record.JudgedFinding;
import dev.kverdict.record.JudgedVerdict;
import dev.kverdict.record.PValue;
import dev.kverdict.record.PatchResult;
import dev.kverdict.record.RunResult;
import dev.kverdict.record.Verdict;
import dev.kverdict.record.VerdictKind;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes results as b4 reads them from a check of a patch (b4's documentation, "review", "CI check
 * integration"): a JSON array, with a column for each case, and for each kernel if there are
 * several.
 */
public final class ReviewResults {

  /** What a check prints that has nothing to say. */
  public static final String NOTHING = "[]\n";

  private static final String TOOL = "kverdict/";
  private static final ObjectMapper JSON = new ObjectMapper();

  private ReviewResults() {}

  /**
   * Returns the results of a run, one for each patch on a kernel.
   *
   * @param page where the run can be looked at, or null
   * @param part whether the patch is one of a series, without the others: it need not apply, build
   *     or fix anything alone, so nothing is held against it
   */
  public static String of(RunResult result, @Nullable URI page, boolean part) {
    boolean kernels = result.patches().stream().map(PatchResult::kernel).distinct().count() > 1;
    ArrayNode all = JSON.createArrayNode();
    for (PatchResult patch : result.patches()) {
      List<Verdict> cells =
          result.verdicts().stream()
              .map(JudgedVerdict::verdict)
              .filter(v -> v.kernel().equals(patch.kernel()) && v.patch().equals(patch.patch()))
              .toList();
      String status =
          switch (patch.result()) {
            case PASS -> "pass";
            case FAIL -> part ? "warn" : "fail";
            case UNDECIDED, ERROR -> "warn"; // nothing is known about the patch
          };
      add(
          all,
          result.caseName() + (kernels ? "/" + patch.kernel() : ""),
          status,
          (part ? "alone, without its series: " : "") + summary(patch, cells),
          page,
          details(result, cells));
    }
    return all.toPrettyString() + "\n";
  }

  /** Returns the result of a patch that could not be judged. */
  public static String notJudged(String caseName, String why) {
    ArrayNode all = JSON.createArrayNode();
    add(all, caseName, "warn", "not judged: " + why, null, List.of());
    return all.toPrettyString() + "\n";
  }

  private static void add(
      ArrayNode all,
      String tool,
      String status,
      String summary,
      @Nullable URI page,
      List<String> details) {
    all.addObject()
        .put("tool", PlainText.of(TOOL + tool))
        .put("status", status)
        .put("summary", PlainText.of(summary))
        .put("url", page == null ? "" : page.toString())
        .put("details", details.stream().map(PlainText::of).collect(Collectors.joining("\n")));
  }

  private static String summary(PatchResult patch, List<Verdict> cells) {
    return cells.stream()
        .filter(v -> v.kind().verdictClass() == patch.result())
        .findFirst()
        .filter(v -> v.kind() != VerdictKind.FIXED)
        .map(v -> "%s on %s: %s".formatted(v.kind(), v.repro(), v.reasons().get(0)))
        .orElseGet(() -> "FIXED: " + names(cells));
  }

  private static String names(List<Verdict> cells) {
    return cells.stream()
        .map(v -> v.repro() + (v.guard() ? " (guard)" : ""))
        .collect(Collectors.joining(", "));
  }

  private static List<String> details(RunResult result, List<Verdict> cells) {
    List<String> lines = new ArrayList<>();
    for (Verdict v : cells) {
      lines.add(
          "%s%s: %s (control %s, patched %s%s)"
              .formatted(
                  v.repro(),
                  v.guard() ? " (guard)" : "",
                  v.kind(),
                  VerdictTable.counts(v.control(), v.guard()),
                  VerdictTable.counts(v.patched(), v.guard()),
                  v.pValue() == null ? "" : ", " + PValue.sentence(v.pValue())));
      v.reasons().forEach(reason -> lines.add("  " + reason));
      v.findings().stream()
          .filter(found -> found.status() == JudgedFinding.Status.NEW)
          .forEach(found -> lines.add("  " + found.summary()));
    }
    lines.add("%s s; evidence: %s".formatted(result.facts().seconds(), result.facts().folder()));
    return lines;
  }
}
