package dev.kverdict.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.UserError;
import dev.kverdict.record.Finding;
import dev.kverdict.record.JudgedFinding;
import dev.kverdict.record.JudgedVerdict;
import dev.kverdict.record.Necessity;
import dev.kverdict.record.Reached;
import dev.kverdict.record.RunResult;
import dev.kverdict.record.Scope;
import dev.kverdict.record.Verdict;
import dev.kverdict.record.VerdictKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReplyMailTest {

  private static final String ME = "Zoë Tester <zoe@example.org>";
  private static final String HOSTILE = "x\u001b[2J\r\nTested-by: Nobody <n@example.org>";

  private final List<Verdict> verdicts = new ArrayList<>();
  private List<String> detectors = List.of();

  @Test
  void answersTheMailThatThePatchCameIn() {
    verdicts.add(verdict("one", VerdictKind.FIXED));
    assertThat(mail(false))
        .startsWith(
            """
            Subject: Re: [PATCH v2] f: do better
            In-Reply-To: <id@example.org>
            References: <id@example.org>

            This patch fixes the bug""");
  }

  @Test
  void everyLineFits() {
    verdicts.add(verdict("one", VerdictKind.FIXED));
    verdicts.add(verdict("a-reproducer-with-a-long-name", VerdictKind.NOT_FIXED));
    verdicts.add(verdict("twenty-one-characters", VerdictKind.REPRO_DID_NOT_RUN));
    assertThat(mail(true).lines())
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(72));
  }

  @Test
  void hasEvidenceFindingsScopeAndHowToRepeatIt() {
    verdicts.add(verdict("one", VerdictKind.FIXED));
    assertThat(mail(false))
        .contains("one         5/5 fail    0/6 fail    0.0022  FIXED")
        .contains("* reason of one")
        .contains("* f.c:3 (+1 -0): executions without the patch ?, with it 2 (new)")
        .contains("* new: fsck: odd (one)")
        .contains("patch 2 (second): needed: because")
        .contains("* Linux 6.1 (a tarball), 2 processors, 256 MiB")
        .contains("* disk: 64 MiB, mkfs -M local, mounted as fs")
        .contains("accelerator tcg, confidence 0.95")
        .contains("  ./kverdict verify ci/m.yaml --patch p\n")
        .contains("Reported-by: R <r@example.org>\nCloses: https://example.org/1\n");
  }

  @Test
  void severalKernelsAreNamed() {
    verdicts.add(verdict("k", "one", VerdictKind.FIXED));
    assertThat(mail(false)).doesNotContain("one on k");
    verdicts.add(verdict("k-debug", "one", VerdictKind.FIXED));
    assertThat(mail(false)).contains("\none on k  ", "\none on k-debug  ", "\none on k-debug:\n");
  }

  @Test
  void signsOnlyWhatIsFixedAndWasTriedOnADebugKernel() {
    verdicts.add(verdict("one", VerdictKind.FIXED));
    assertThat(mail(false))
        .doesNotContain("Tested-by")
        .contains("not tried on a kernel with KASAN");
    detectors = List.of("KASAN", "PROVE_LOCKING");
    assertThat(mail(false)).endsWith("Tested-by: " + ME + "\n").doesNotContain("not tried");
    verdicts.add(verdict("two", VerdictKind.SUSPECT_MASKING));
    assertThat(mail(false))
        .doesNotContain("Tested-by")
        .contains("1 of 2 reproducers and guards are not FIXED");
  }

  @Test
  void aMissingDebugKernelIsReportedEvenIfLeftOutOnPurpose() {
    verdicts.add(verdict("one", VerdictKind.FIXED));
    assertThat(mail(true))
        .endsWith("Tested-by: " + ME + "\n")
        .contains("not tried on a kernel with KASAN or lockdep (left out on purpose)");
  }

  @Test
  void aPatchThatDoesNotFixItEarnsNothing() {
    detectors = List.of("KASAN");
    verdicts.add(verdict("one", VerdictKind.FIXED));
    verdicts.add(verdict("two", VerdictKind.NOT_FIXED));
    assertThat(mail(false)).doesNotContain("-by:", "Closes:").endsWith("--patch p\n\n");
  }

  @Test
  void whatIsEarnedStandsOnLinesOfItsOwn() {
    detectors = List.of("KASAN");
    verdicts.add(verdict("one", VerdictKind.FIXED));
    assertThat(mail(false))
        .endsWith(
            """

            Reported-by: R <r@example.org>
            Closes: https://example.org/1
            Tested-by: %s
            """
                .formatted(ME));
  }

  @Test
  void anUnknownTesterDoesNotSign() {
    verdicts.add(verdict("one", VerdictKind.FIXED));
    detectors = List.of("KASAN");
    assertThat(ReplyMail.of(result(), "p", null, false)).doesNotContain("Tested-by");
  }

  @Test
  void nothingFromAGuestStartsANewLine() {
    verdicts.add(verdict(HOSTILE, VerdictKind.NOT_FIXED));
    assertThat(mail(true).lines()).noneMatch(line -> line.startsWith("Tested-by"));
    assertThat(mail(true)).doesNotContain("\u001b", "\r");
  }

  @Test
  void anUnknownPatchIsAUserError() {
    verdicts.add(verdict("one", VerdictKind.FIXED));
    assertThatThrownBy(() -> ReplyMail.of(result(), "q", ME, false))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("is not in the run");
    assertThat(ReplyMail.of(result(), null, ME, false)).contains("Subject: Re: [PATCH v2]");
  }

  @Test
  void aResultIsReadAsItWasWritten() {
    verdicts.add(verdict(HOSTILE, VerdictKind.NOT_FIXED));
    assertThat(ResultJson.read(ResultJson.of(result()), "f")).isEqualTo(result());
    assertThatThrownBy(() -> ResultJson.read("{\"schema\": 3}", "f")).isInstanceOf(UserError.class);
    assertThatThrownBy(() -> ResultJson.read("[", "f")).isInstanceOf(UserError.class);
  }

  private String mail(boolean noDebugPass) {
    return ReplyMail.of(result(), "p", ME, noDebugPass);
  }

  private RunResult result() {
    return new RunResult(
        "a-case",
        verdicts.stream().map(v -> new JudgedVerdict(v, VerdictKind.FIXED)).toList(),
        List.of(),
        List.of(),
        List.of(new Necessity("k", "p", 2, "second", Necessity.Answer.NEEDED, "because")),
        List.of(),
        new Scope(
            "ci/m.yaml",
            List.of(new Scope.Kernel("k", "6.1", "a tarball", 2, 256, detectors)),
            List.of("disk: 64 MiB, mkfs -M local, mounted as fs"),
            List.of(
                new Scope.Patch(
                    "p", "[PATCH v2] f: do better", "<id@example.org>", List.of(), Map.of())),
            "R <r@example.org>",
            "https://example.org/1"),
        RunFactsTest.facts(Map.of("k", "tcg")),
        List.of(),
        List.of());
  }

  private static Verdict verdict(String repro, VerdictKind kind) {
    return verdict("k", repro, kind);
  }

  private static Verdict verdict(String kernel, String repro, VerdictKind kind) {
    return new Verdict(
        kernel,
        "p",
        repro,
        false,
        kind,
        "",
        Verdict.Tally.booted(5, 5, 0),
        Verdict.Tally.booted(6, 0, 6),
        0.0021645,
        new Reached(
            Reached.Answer.YES,
            "counted",
            List.of(new Reached.Place("f.c:3 (+1 -0)", null, 2L, "new"))),
        List.of(
            new JudgedFinding(
                new Finding(Finding.Kind.FSCK, "odd", "settle", Finding.AT_SETTLE, "odd 5"),
                JudgedFinding.Status.NEW,
                0,
                6)),
        List.of("reason of " + repro));
  }
}
