package dev.kverdict.report;

import dev.kverdict.UserError;
import dev.kverdict.record.JudgedFinding;
import dev.kverdict.record.JudgedVerdict;
import dev.kverdict.record.Necessity;
import dev.kverdict.record.PValue;
import dev.kverdict.record.Reached;
import dev.kverdict.record.RunResult;
import dev.kverdict.record.Scope;
import dev.kverdict.record.SeriesStep;
import dev.kverdict.record.Verdict;
import dev.kverdict.record.VerdictKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes a reply to a patch on a mailing list: plain text of 72 columns, as the kernel's
 * Documentation/process/submitting-patches.rst asks.
 */
public final class ReplyMail {

  private static final int WIDTH = 72;

  /** The columns left for a name beside counts, p and the longest verdict. */
  private static final int NAME = 21;

  /** Options of detectors for what a plain kernel does not notice. */
  private static final Set<String> DEBUG = Set.of("KASAN", "KMSAN", "PROVE_LOCKING");

  private final RunResult result;
  private final String patch;
  private final @Nullable String tester;
  private final boolean noDebugPass;
  private final StringBuilder text = new StringBuilder();

  private ReplyMail(RunResult result, String patch, @Nullable String tester, boolean noDebugPass) {
    this.result = result;
    this.patch = patch;
    this.tester = tester;
    this.noDebugPass = noDebugPass;
  }

  /**
   * Returns the mail.
   *
   * @param patch the patch to reply to, or null for the only one
   * @param tester the person who signs, {@code NAME <ADDRESS>}, or null when not known
   * @param noDebugPass whether to sign without a kernel that has KASAN or lockdep
   * @throws UserError when the run has no such patch, or several and none was named
   */
  public static String of(
      RunResult result, @Nullable String patch, @Nullable String tester, boolean noDebugPass) {
    Set<String> patches = new LinkedHashSet<>();
    for (JudgedVerdict judged : result.verdicts()) {
      if (!judged.verdict().patch().equals(Verdict.CONTROL)) {
        patches.add(judged.verdict().patch());
      }
    }
    if (patches.isEmpty()) {
      throw new UserError("--mail", "the run judged no patch", "run the matrix with a patch");
    }
    if (patch == null && patches.size() > 1) {
      throw new UserError(
          "--mail", "the run judged several patches", "use --patch with " + known(patches));
    }
    String chosen = patch == null ? patches.iterator().next() : patch;
    if (!patches.contains(chosen)) {
      throw new UserError("--patch " + chosen, "is not in the run", "use " + known(patches));
    }
    return new ReplyMail(result, chosen, tester, noDebugPass).write();
  }

  private static String known(Set<String> patches) {
    return String.join(", ", patches);
  }

  private String write() {
    headers();
    summary();
    table();
    evidence();
    findings();
    scope();
    repeat();
    trailers();
    return text.toString();
  }

  private List<Verdict> verdicts() {
    return result.verdicts().stream()
        .map(JudgedVerdict::verdict)
        .filter(verdict -> verdict.patch().equals(patch))
        .toList();
  }

  private void headers() {
    Optional<Scope.Patch> mail =
        result.scope().patches().stream().filter(p -> p.name().equals(patch)).findFirst();
    String subject = mail.map(Scope.Patch::subject).filter(s -> !s.isEmpty()).orElse(patch);
    line("Subject: " + (subject.startsWith("Re: ") ? "" : "Re: ") + subject);
    String id = mail.map(Scope.Patch::messageId).orElse("");
    if (!id.isEmpty()) {
      line("In-Reply-To: " + id);
      line("References: " + id);
    }
    line("");
  }

  private void summary() {
    boolean fixed = allFixed();
    long failing = verdicts().stream().filter(v -> !fixed(v)).count();
    paragraph(
        fixed
            ? "This patch fixes the bug in every reproducer tried, and no guard broke."
            : "%d of %d reproducers and guards are not FIXED with this patch."
                .formatted(failing, verdicts().size()));
  }

  private boolean allFixed() {
    return verdicts().stream().allMatch(ReplyMail::fixed);
  }

  private static boolean fixed(Verdict verdict) {
    return verdict.kind() == VerdictKind.FIXED;
  }

  private void table() {
    int widest = verdicts().stream().mapToInt(v -> label(v).length()).max().orElse(0);
    String format = "%-" + Math.min(NAME, Math.max(10, widest)) + "s  %-10s  %-10s  %-6s  %s";
    line(format.formatted("reproducer", "without", "with", "p", "verdict"));
    for (Verdict v : verdicts()) {
      String name = label(v);
      if (name.length() > NAME) {
        line(name); // the figures follow on the next line
        name = "";
      }
      line(
          format.formatted(
              name,
              VerdictTable.counts(v.control(), v.guard()),
              VerdictTable.counts(v.patched(), v.guard()),
              v.pValue() == null ? "-" : PValue.text(v.pValue()),
              v.kind()));
    }
    line("");
    if (verdicts().stream().anyMatch(v -> v.pValue() != null)) {
      paragraph(
          "p: Fisher's exact test, one-sided: what chance alone would do at most that often.");
    }
  }

  private String label(Verdict verdict) {
    boolean kernels = verdicts().stream().map(Verdict::kernel).distinct().count() > 1;
    return PlainText.of(
        verdict.repro()
            + (kernels ? " on " + verdict.kernel() : "")
            + (verdict.guard() ? " (guard)" : ""));
  }

  private void evidence() {
    for (Verdict v : verdicts()) {
      line(label(v) + ":");
      for (String reason : v.reasons()) {
        item(reason);
      }
      for (Reached.Place place : v.reached().places()) {
        item(
            "%s: executions without the patch %s, with it %s%s"
                .formatted(
                    place.label(),
                    VerdictTable.hits(place.control()),
                    VerdictTable.hits(place.patched()),
                    place.note().isEmpty() ? "" : " (" + place.note() + ")"));
      }
    }
    line("");
    List<Necessity> parts =
        result.necessities().stream().filter(part -> part.patch().equals(patch)).toList();
    if (!parts.isEmpty()) {
      line("The series with one patch left out:");
    }
    for (Necessity part : parts) {
      item(
          "patch %d (%s): %s: %s"
              .formatted(part.number(), part.subject(), part.answer().words(), part.reason()));
    }
    List<SeriesStep> steps =
        result.steps().stream().filter(step -> step.patch().equals(patch)).toList();
    if (!steps.isEmpty()) {
      line("The series patch by patch:");
    }
    steps.forEach(step -> item(step.line()));
    line("");
  }

  private void findings() {
    Map<String, Set<String>> seen = new LinkedHashMap<>();
    for (Verdict v : verdicts()) {
      for (JudgedFinding found : v.findings()) {
        seen.computeIfAbsent(found.summary(), key -> new LinkedHashSet<>()).add(v.repro());
      }
    }
    if (seen.isEmpty()) {
      return;
    }
    line("Also seen:");
    seen.forEach((what, repros) -> item(what + " (" + String.join(", ", repros) + ")"));
    line("");
  }

  private void scope() {
    line("Scope:");
    Scope scope = result.scope();
    for (Scope.Kernel kernel : scope.kernels()) {
      item(
          "Linux %s (%s), %d processors, %d MiB; detectors: %s"
              .formatted(
                  kernel.release(),
                  kernel.source(),
                  kernel.smp(),
                  kernel.memoryMiB(),
                  kernel.detectors().isEmpty()
                      ? "console, taint, QEMU, checks"
                      : String.join(", ", kernel.detectors())));
    }
    scope.images().forEach(this::item);
    item(
        "%s, accelerator %s, confidence %s"
            .formatted(
                PlainText.of(result.facts().qemu()),
                PlainText.of(result.facts().acceleratorWords()),
                result.facts().confidence()));
    if (!debugKernel()) {
      item(
          "not tried on a kernel with KASAN or lockdep"
              + (noDebugPass ? " (left out on purpose)" : ""));
    }
    line("");
  }

  private boolean debugKernel() {
    return result.scope().kernels().stream()
        .anyMatch(kernel -> kernel.detectors().stream().anyMatch(DEBUG::contains));
  }

  private void repeat() {
    line("To repeat it:");
    String matrix = PlainText.of(result.scope().matrix());
    text.append("  ./kverdict verify ").append(matrix).append(" --patch ").append(patch);
    text.append("\n\n");
  }

  /**
   * Tools such as b4 add what stands here to the patch: thanks for a report belong to a patch that
   * fixes what was reported, and nothing belongs to one that does not.
   */
  private void trailers() {
    List<String> trailers = new ArrayList<>();
    Scope scope = result.scope();
    if (!allFixed()) {
      return;
    }
    if (scope.reportedBy() != null) {
      trailers.add("Reported-by: " + scope.reportedBy());
    }
    if (scope.closes() != null) {
      trailers.add("Closes: " + scope.closes());
    }
    if (tester != null && (debugKernel() || noDebugPass)) {
      trailers.add("Tested-by: " + tester);
    }
    // A name may have any letters, but must not start a new line.
    for (String trailer : trailers) {
      text.append(trailer.replaceAll("[\\p{Cntrl}\\p{Zl}\\p{Zp}\\p{Cs}]", "?")).append('\n');
    }
  }

  private void paragraph(String words) {
    VerdictTable.wrap(PlainText.of(words), WIDTH).forEach(this::line);
    line("");
  }

  private void item(String words) {
    String mark = "* ";
    for (String part : VerdictTable.wrap(PlainText.of(words), WIDTH - 4)) {
      line("  " + mark + part);
      mark = "  ";
    }
  }

  private void line(String words) {
    text.append(PlainText.of(words)).append('\n');
  }
}
