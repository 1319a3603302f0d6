package dev.kverdict.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.record.Candidate;
import dev.kverdict.record.Event;
import dev.kverdict.record.VerdictClass;
import dev.kverdict.record.VerdictKind;
import dev.kverdict.run.EventLog;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BatchAgreementTest {

  private static final Candidate.Judged FIXED =
      new Candidate.Judged(VerdictClass.PASS, VerdictKind.FIXED, "cow", "all", 2, 2);
  private static final Candidate.Judged FAILS =
      new Candidate.Judged(VerdictClass.FAIL, VerdictKind.NOT_FIXED, "stale", "bug", 1, 2);

  private final List<EventLog.Logged> batch = new ArrayList<>();
  private final List<EventLog.Logged> alone = new ArrayList<>();

  private static void at(List<EventLog.Logged> log, Event event) {
    log.add(new EventLog.Logged(Instant.EPOCH, event));
  }

  private void said(String kernel, String patch, Candidate.Standing standing) {
    at(
        batch,
        new Event.CandidateDecided(new Candidate(kernel, patch, patch + ".patch", "", standing)));
  }

  private void alone(String repro, VerdictKind verdict) {
    at(alone, new Event.CellDecided("k", "p", repro, verdict, "because", 1));
  }

  private Optional<String> difference() {
    return new BatchAgreement(batch).difference("p.patch", alone);
  }

  @Test
  void aPassIsAPassInAllCells() {
    said("k", "p", FIXED);
    alone("cow", VerdictKind.FIXED);
    alone("stale", VerdictKind.FIXED);
    assertThat(difference()).isEmpty();
    alone("stale", VerdictKind.UNREACHED);
    assertThat(difference())
        .contains("p.patch: PASS in the batch, by FIXED of cow; alone UNDECIDED, with FIXED");
  }

  @Test
  void ofAFailTheVerdictThatDecidedCounts() {
    said("k", "p", FAILS);
    alone("stale", VerdictKind.NOT_FIXED);
    alone("cow", VerdictKind.HUNG);
    assertThat(difference()).as("more may fail alone").isEmpty();
    alone("stale", VerdictKind.HUNG);
    assertThat(difference())
        .contains("p.patch: FAIL in the batch, by NOT_FIXED of stale; alone FAIL, with HUNG");
  }

  @Test
  void theLastWordCounts() {
    said("k", "p", FIXED);
    said("k", "p", FAILS);
    alone("stale", VerdictKind.FIXED);
    alone("stale", VerdictKind.NOT_FIXED);
    assertThat(difference()).isEmpty();
  }

  @Test
  void whatIsTheSameAsAnotherHasItsVerdicts() {
    said("k", "first", FIXED);
    said("", "p", new Candidate.Duplicate("first", "line by line"));
    alone("cow", VerdictKind.FIXED);
    assertThat(difference()).isEmpty();
    said("k", "first", FAILS);
    assertThat(difference()).isPresent();
  }

  @Test
  void onEachKernel() {
    said("k", "p", FIXED);
    said("other", "p", FIXED);
    alone("cow", VerdictKind.FIXED);
    assertThat(difference())
        .contains(
            "p.patch: PASS in the batch, by FIXED of cow; alone not judged, with no such verdict");
  }

  @Test
  void whatWasNotJudgedAgreesWithNothing() {
    assertThat(difference()).contains("p.patch: the batch says nothing of it");
    said("k", "p", new Candidate.NotReached("late"));
    alone("cow", VerdictKind.FIXED);
    assertThat(difference()).contains("p.patch: not judged in the batch");
    batch.clear();
    said("k", "p", new Candidate.Duplicate("p", "of itself"));
    assertThat(difference()).contains("p.patch: not judged in the batch");
  }
}
