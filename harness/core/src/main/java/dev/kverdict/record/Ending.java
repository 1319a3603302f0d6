package dev.kverdict.record;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The end of a trial as the host saw it.
 *
 * @param kind what ended it
 * @param phase the phase that the trial had reached
 * @param detail one line for a person: QMP's reason, the missed deadline, the host's error
 * @param millis wall-clock time from the start of QEMU to its end, in ms
 * @param ranMillis wall-clock time from the program's start to the first crash report, or to its
 *     end, in ms; null if it never started
 */
public record Ending(Kind kind, Phase phase, String detail, long millis, @Nullable Long ranMillis) {

  /** The causes of an end. */
  public enum Kind {
    /** The agent settled and the host ended the VM: the only good ending. */
    QUIT_BY_HOST,
    /** The guest reset, shut down or panicked by itself, or its QEMU ended without a host cause. */
    GUEST_STOPPED,
    /** The agent's heartbeat stopped while QEMU ran on. */
    AGENT_SILENT,
    /** The phase's deadline passed while the agent was alive, or before its first message. */
    DEADLINE,
    /** A cause on the host: QEMU was killed or would not start, no space, no memory. */
    HOST_FAULT
  }

  public Ending {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(phase, "phase");
    Objects.requireNonNull(detail, "detail");
  }
}
