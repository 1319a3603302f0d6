package dev.kverdict.record;

import dev.kverdict.oops.CrashReport;
import dev.kverdict.oops.Symbols;
import dev.kverdict.witness.ConsoleNotes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The reports of the witnesses of one trial, read from its raw files each time.
 *
 * @param trial the trial
 * @param snapshot the snapshot that it resumed from, or null when it booted
 * @param ending its end as the host saw it
 * @param crashes the crashes on the console, in order: the first is the cause
 * @param notes everything else of interest on the console
 * @param agent the agent's report
 * @param guestEvents QMP events that only a guest can cause ({@code RESET}, {@code GUEST_PANICKED},
 *     {@code SHUTDOWN guest-reset}), in order
 * @param expectedBuildIds build-ids of the artefact that was to run, named as the agent names them
 * @param imageCheck the file system checker's report on the image afterwards, or null when the case
 *     asks for none
 */
public record Evidence(
    TrialId trial,
    @Nullable String snapshot,
    Ending ending,
    List<CrashReport> crashes,
    ConsoleNotes notes,
    AgentRecord agent,
    List<String> guestEvents,
    Map<String, String> expectedBuildIds,
    @Nullable ImageCheck imageCheck) {

  private static final int MAX_RESOLVED = 10;

  public Evidence {
    Objects.requireNonNull(trial, "trial");
    Objects.requireNonNull(ending, "ending");
    Objects.requireNonNull(notes, "notes");
    Objects.requireNonNull(agent, "agent");
    crashes = List.copyOf(crashes);
    guestEvents = List.copyOf(guestEvents);
    expectedBuildIds = Map.copyOf(expectedBuildIds);
  }

  /**
   * Returns a copy that also expects the build-ids of modules that the guest loaded on demand.
   *
   * @param known returns the build-id of a module; empty if it is unknown
   */
  public Evidence expecting(Function<String, Optional<String>> known) {
    Map<String, String> all = new HashMap<>(expectedBuildIds);
    for (String module : agent.buildIds().keySet()) {
      if (!all.containsKey(module)) {
        known.apply(module).ifPresent(id -> all.put(module, id));
      }
    }
    return new Evidence(
        trial, snapshot, ending, crashes, notes, agent, guestEvents, all, imageCheck);
  }

  /** Returns a copy with symbols resolved in the first crashes: later ones are consequences. */
  public Evidence with(Symbols symbols) {
    List<CrashReport> resolved = new ArrayList<>(crashes);
    for (int i = 0; i < Math.min(MAX_RESOLVED, resolved.size()); i++) {
      resolved.set(i, resolved.get(i).with(symbols));
    }
    return new Evidence(
        trial, snapshot, ending, resolved, notes, agent, guestEvents, expectedBuildIds, imageCheck);
  }
}
