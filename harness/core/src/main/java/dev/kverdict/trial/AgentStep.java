package dev.kverdict.trial;

import dev.kverdict.guest.AgentMessage;
import dev.kverdict.record.Phase;
import java.time.Duration;
import java.util.Optional;

/**
 * One request to the agent.
 *
 * @param phase the phase that it begins
 * @param bytes the bytes to send
 * @param limit how long the host waits for the answer; the agent's own limits are shorter
 * @param counts whether it reads the probes' counts
 */
@SuppressWarnings("ArrayRecordComponent") // steps are never compared
record AgentStep(Phase phase, byte[] bytes, Duration limit, boolean counts) {

  /** Returns whether a message answers the request with this number. */
  static boolean answers(AgentMessage message, int sent) {
    return switch (message.kind()) {
      case HELLO -> sent == 0;
      case ANSWER -> message.id() == sent && !begins(message);
      case MOUNT, TAINT, EXIT, SETTLED, REREAD -> message.id() == sent;
      case HEARTBEAT, HITS, MARK, DIFFERS, MODULE, UNANSWERED, FAILED, OUTPUT, WORK, STUCK, FAULT ->
          false;
    };
  }

  /** Returns whether the program is about to run. */
  static boolean begins(AgentMessage message) {
    return message instanceof AgentMessage.Answer answer && answer.type().equals("started");
  }

  /** Returns whether the snapshot restored another guest than the one saved. */
  static boolean stranger(AgentMessage message) {
    return message instanceof AgentMessage.Answer answer
        && answer.type().equals("identified")
        && !answer.ok();
  }

  /** Returns why a module could not be replaced; empty if none failed. */
  static Optional<String> notReplaced(AgentMessage message) {
    return message instanceof AgentMessage.Answer answer
            && answer.type().equals("replaced")
            && !answer.ok()
        ? Optional.of("module " + answer.name() + " could not be replaced: " + answer.errno())
        : Optional.empty();
  }

  /** Returns whether the program could not be killed. */
  static boolean unending(AgentMessage message) {
    return message instanceof AgentMessage.Exit exit && !exit.gone();
  }

  /** Returns whether everything was synced and unmounted. */
  static boolean cleanUnmount(AgentMessage message) {
    return message instanceof AgentMessage.Settled settled && settled.ok();
  }

  /** Returns whether the program's image, or the programs that it needs, could not be mounted. */
  static boolean failedMount(AgentMessage message) {
    return (message instanceof AgentMessage.Mount mount && !mount.ok())
        || (message instanceof AgentMessage.Answer answer
            && answer.type().equals("entered")
            && !answer.ok());
  }
}
