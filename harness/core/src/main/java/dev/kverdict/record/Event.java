package dev.kverdict.record;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** Something that happened in a run: the one source for terminal, reports and resuming. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Event.RunStarted.class, name = "run-started"),
  @JsonSubTypes.Type(value = Event.BuildMoved.class, name = "build-moved"),
  @JsonSubTypes.Type(value = Event.BuildEnded.class, name = "build-ended"),
  @JsonSubTypes.Type(value = Event.TrialStarted.class, name = "trial-started"),
  @JsonSubTypes.Type(value = Event.TrialEnded.class, name = "trial-ended"),
  @JsonSubTypes.Type(value = Event.MachineSaved.class, name = "machine-saved"),
  @JsonSubTypes.Type(value = Event.MachineDiscarded.class, name = "machine-discarded"),
  @JsonSubTypes.Type(value = Event.ControlNotFailed.class, name = "control-not-failed"),
  @JsonSubTypes.Type(value = Event.CellDecided.class, name = "cell-decided"),
  @JsonSubTypes.Type(value = Event.ClaimSettled.class, name = "claim-settled"),
  @JsonSubTypes.Type(value = Event.Note.class, name = "note"),
  @JsonSubTypes.Type(value = Event.RunEnded.class, name = "run-ended")
})
public sealed interface Event {

  /** The event in one line for a person. */
  String line();

  /** A run began. */
  record RunStarted(String caseName, String folder, int cells) implements Event {
    @Override
    public String line() {
      return caseName + ": " + cells + " cells, evidence in " + folder;
    }
  }

  /** A build goes on; {@code objects} is 0 where nothing is counted. */
  record BuildMoved(String kernel, String step, int objects) implements Event {
    @Override
    public String line() {
      return "build " + kernel + ": " + step + (objects == 0 ? "" : ", " + objects + " objects");
    }
  }

  /** A build ended. */
  record BuildEnded(String kernel, String outcome, long millis) implements Event {
    @Override
    public String line() {
      return "build " + kernel + ": " + outcome + " after " + millis / 1000.0 + " s";
    }
  }

  /** A trial began. */
  record TrialStarted(TrialId trial) implements Event {
    @Override
    public String line() {
      return "trial " + trial;
    }
  }

  /** A trial ended. */
  record TrialEnded(TrialId trial, String outcome, String detail, long millis, boolean fromStore)
      implements Event {
    @Override
    public String line() {
      return "trial %s: %s, %s (%s)"
          .formatted(trial, outcome, detail, fromStore ? "from the store" : millis / 1000.0 + " s");
    }
  }

  /** A machine was booted and saved, for trials to go on from. */
  record MachineSaved(String kernel, String point, long millis) implements Event {
    @Override
    public String line() {
      return "machine %s saved %s after %s s".formatted(kernel, point, millis / 1000.0);
    }
  }

  /** A saved machine was thrown away, with all that was observed on it. */
  record MachineDiscarded(String kernel, String machine, String reason) implements Event {
    @Override
    public String line() {
      return "saved machine %s of %s thrown away: %s".formatted(machine, kernel, reason);
    }
  }

  /**
   * A control has not failed once so far.
   *
   * @param more how many trials are still to come if that goes on
   * @param millis about how long these take
   */
  record ControlNotFailed(String kernel, String repro, int trials, int more, long millis)
      implements Event {
    @Override
    public String line() {
      return "control %s %s: 0 of %d trials failed so far, up to %d more to come, about %s"
          .formatted(kernel, repro, trials, more, roughly(millis));
    }

    private static String roughly(long millis) {
      long seconds = Math.max(1, millis / 1000);
      return seconds < 120 ? seconds + " s" : seconds / 60 + " min";
    }
  }

  /** A cell has its verdict. */
  record CellDecided(String kernel, String patch, String repro, String verdict, String reason)
      implements Event {
    @Override
    public String line() {
      return "verdict %s/%s %s: %s (%s)".formatted(kernel, patch, repro, verdict, reason);
    }
  }

  /** A claim is settled, or cannot be. */
  record ClaimSettled(String id, String outcome, String reason) implements Event {
    @Override
    public String line() {
      return "claim %s: %s (%s)".formatted(id, outcome, reason);
    }
  }

  /** Something worth knowing. */
  record Note(String text) implements Event {
    @Override
    public String line() {
      return text;
    }
  }

  /** A run ended. */
  record RunEnded(int exitCode, long millis) implements Event {
    @Override
    public String line() {
      return "done after " + millis / 1000.0 + " s";
    }
  }
}
