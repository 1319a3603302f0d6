package dev.kverdict.record;

import dev.kverdict.oops.CrashReport;
import dev.kverdict.oops.Symbols;
import dev.kverdict.witness.ConsoleNotes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the witnesses of one trial said, read anew from its raw files each time.
 *
 * @param trial which trial
 * @param snapshot the saved machine that it went on from, or null when it booted
 * @param ending what the host saw
 * @param crashes what the console says, in order: the first is the cause
 * @param notes what else the console says
 * @param agent what the agent said
 * @param guestEvents QMP events that only a guest brings about ({@code RESET}, {@code
 *     GUEST_PANICKED}, {@code SHUTDOWN guest-reset}), in order
 * @param expectedBuildIds build-ids of the artefact that was meant to run, named as the agent names
 *     them
 * @param imageCheck what the file system's checker said of the image afterwards, or null when the
 *     case asks for none
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
   * The same with what debug information adds to the first crashes: later ones are consequences.
   */
  public Evidence with(Symbols symbols) {
    List<CrashReport> resolved = new ArrayList<>(crashes);
    for (int i = 0; i < Math.min(MAX_RESOLVED, resolved.size()); i++) {
      resolved.set(i, resolved.get(i).with(symbols));
    }
    return new Evidence(
        trial, snapshot, ending, resolved, notes, agent, guestEvents, expectedBuildIds, imageCheck);
  }
}
