package dev.kverdict.report;

import dev.kverdict.record.Candidate;
import dev.kverdict.record.Event;
import dev.kverdict.record.RankedCandidate;

/** Formats the events of a run, one line each, for a person who follows it. */
public final class EventLine {

  private EventLine() {}

  /** Returns the event in words, which may include text from a guest, a patch or a compiler. */
  public static String of(Event event) {
    if (event instanceof Event.RunStarted run) {
      return "%s: %d cells, evidence in %s".formatted(run.caseName(), run.cells(), run.folder());
    } else if (event instanceof Event.BuildMoved build) {
      String count = build.objects() == 0 ? "" : ", " + build.objects() + " objects";
      return "build " + build.kernel() + ": " + build.step() + count;
    } else if (event instanceof Event.BuildEnded build) {
      return "build %s: %s after %s"
          .formatted(build.kernel(), build.outcome(), seconds(build.millis()));
    } else if (event instanceof Event.TrialsPlanned plan) {
      return "plan %s %s: %s%d trials"
          .formatted(
              plan.patch() == null ? plan.kernel() : plan.kernel() + "/" + plan.patch(),
              plan.repro(),
              plan.rough() ? "about " : "",
              plan.trials());
    } else if (event instanceof Event.TrialStarted trial) {
      return "trial " + trial.trial();
    } else if (event instanceof Event.TrialEnded trial) {
      return "trial %s: %s, %s (%s)"
          .formatted(
              trial.trial(),
              trial.outcome(),
              trial.detail(),
              trial.fromStore() ? "from the store" : seconds(trial.millis()));
    } else if (event instanceof Event.MachineSaved machine) {
      return "snapshot of %s saved %s after %s"
          .formatted(machine.kernel(), machine.point(), seconds(machine.millis()));
    } else if (event instanceof Event.MachineDiscarded machine) {
      return "snapshot %s of %s discarded: %s"
          .formatted(machine.machine(), machine.kernel(), machine.reason());
    } else if (event instanceof Event.ControlNotFailed control) {
      return "control %s %s: 0 of %d trials failed so far, up to %d more to come, about %s"
          .formatted(
              control.kernel(),
              control.repro(),
              control.trials(),
              control.more(),
              roughly(control.millis()));
    } else if (event instanceof Event.CellDecided cell) {
      return "verdict %s/%s %s: %s (%s)"
          .formatted(cell.kernel(), cell.patch(), cell.repro(), cell.verdict(), cell.reason());
    } else if (event instanceof Event.CandidateDecided decided) {
      return candidate(decided.candidate());
    } else if (event instanceof Event.ClaimSettled claim) {
      return "claim %s: %s (%s)".formatted(claim.id(), claim.outcome(), claim.reason());
    } else if (event instanceof Event.RunEnded run) {
      return "done after " + seconds(run.millis());
    }
    return ((Event.Note) event).text();
  }

  private static String candidate(Candidate candidate) {
    RankedCandidate alone = new RankedCandidate(0, candidate, candidate);
    boolean same = candidate.standing() instanceof Candidate.Duplicate;
    return "candidate %s: %s%s"
        .formatted(candidate.patch(), same ? "" : alone.result() + ", ", alone.reason());
  }

  private static String seconds(long millis) {
    return millis / 1000.0 + " s";
  }

  private static String roughly(long millis) {
    long seconds = Math.max(1, millis / 1000);
    return seconds < 120 ? seconds + " s" : seconds / 60 + " min";
  }
}
