package dev.kverdict.terminal;

import dev.kverdict.record.Event;

/** Which events become lines. */
public enum Detail {
  /** Verdicts, decisions on candidates and the answers to claims. */
  QUIET,
  /** Those that somebody has to know who sees the others drawn: not each trial and build step. */
  ABOVE_VIEW,
  /** All but plans and the start of each trial. */
  PLAIN,
  /** All. */
  VERBOSE;

  boolean shows(Event event) {
    return switch (this) {
      case QUIET -> isAnswer(event);
      case ABOVE_VIEW ->
          PLAIN.shows(event)
              && !(event instanceof Event.BuildMoved
                  || event instanceof Event.TrialEnded
                  || event instanceof Event.MachineSaved);
      case PLAIN -> !(event instanceof Event.TrialStarted || event instanceof Event.TrialsPlanned);
      case VERBOSE -> true;
    };
  }

  private static boolean isAnswer(Event event) {
    return event instanceof Event.CellDecided
        || event instanceof Event.CandidateDecided
        || event instanceof Event.ClaimSettled;
  }
}
