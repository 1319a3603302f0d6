package dev.kverdict.trial;

import dev.kverdict.guest.AgentMessage;
import dev.kverdict.record.Phase;
import java.time.Duration;

/** One request to the agent. */
final class AgentStep {

  private final Phase phase;
  private final byte[] bytes;
  private final Duration limit;
  private final boolean counts;

  /**
   * @param phase the phase that it begins
   * @param bytes the bytes to send
   * @param limit how long the host waits for the answer; on a living guest the agent's own limits
   *     expire first
   * @param counts whether it reads the probes' counts
   */
  AgentStep(Phase phase, byte[] bytes, Duration limit, boolean counts) {
    this.phase = phase;
    this.bytes = bytes;
    this.limit = limit;
    this.counts = counts;
  }

  Phase phase() {
    return phase;
  }

  byte[] bytes() {
    return bytes;
  }

  Duration limit() {
    return limit;
  }

  boolean counts() {
    return counts;
  }

  /** Returns whether a message answers the request with this number. */
  static boolean answers(AgentMessage message, int sent) {
    return switch (message.kind()) {
      case HELLO -> sent == 0;
      case ANSWER -> {
        AgentMessage.Answer answer = (AgentMessage.Answer) message;
        yield answer.id() == sent && !answer.type().equals("started");
      }
      case MOUNT -> ((AgentMessage.Mount) message).id() == sent;
      case TAINT -> ((AgentMessage.Taint) message).id() == sent;
      case EXIT -> ((AgentMessage.Exit) message).id() == sent;
      case SETTLED -> ((AgentMessage.Settled) message).id() == sent;
      case REREAD -> ((AgentMessage.Reread) message).id() == sent;
      case HEARTBEAT, HITS, MARK, DIFFERS, MODULE, OUTPUT, STUCK, FAULT -> false;
    };
  }

  /** Returns whether the snapshot restored another guest than the one saved. */
  static boolean stranger(AgentMessage message) {
    return message.kind() == AgentMessage.Kind.ANSWER
        && ((AgentMessage.Answer) message).type().equals("identified")
        && !((AgentMessage.Answer) message).ok();
  }

  /** Returns whether the program could not be killed. */
  static boolean unending(AgentMessage message) {
    return message.kind() == AgentMessage.Kind.EXIT && !((AgentMessage.Exit) message).gone();
  }

  /** Returns whether everything was synced and unmounted. */
  static boolean cleanUnmount(AgentMessage message) {
    return message.kind() == AgentMessage.Kind.SETTLED && ((AgentMessage.Settled) message).ok();
  }

  /** Returns whether the image could not be mounted. */
  static boolean failedMount(AgentMessage message) {
    return message.kind() == AgentMessage.Kind.MOUNT && !((AgentMessage.Mount) message).ok();
  }
}
