package dev.kverdict.trial;

import dev.kverdict.guest.AgentMessage;

/** Listens to the steps of a trial; must return at once. */
@FunctionalInterface
public interface TrialListener {

  /** Ignores everything. */
  TrialListener NONE = (step, detail) -> {};

  /**
   * Called when a step happens.
   *
   * @param detail more about it; empty for most steps
   */
  void at(TrialStep step, String detail);

  /** Called when a step without details happens. */
  default void at(TrialStep step) {
    at(step, "");
  }

  /** Takes bytes of the console, valid only during the call. */
  default void console(byte[] buffer, int count) {}

  /** Called when the agent sends a message, which is a step of the trial or part of one. */
  default void heard(AgentMessage message) {
    switch (message.kind()) {
      case HELLO -> at(TrialStep.HELLO);
      case ANSWER -> {
        AgentMessage.Answer answer = (AgentMessage.Answer) message;
        at(TrialStep.ANSWERED, (answer.type() + " " + answer.name()).strip());
      }
      case MOUNT -> at(TrialStep.MOUNTED);
      case TAINT -> at(TrialStep.TAINT_READ);
      case OUTPUT -> at(TrialStep.OUTPUT, ((AgentMessage.Output) message).text().strip());
      case EXIT -> at(TrialStep.EXITED);
      case REREAD -> at(TrialStep.REREAD);
      case SETTLED -> at(TrialStep.SETTLED);
      case HEARTBEAT, HITS, MARK, DIFFERS, MODULE, STUCK, UNANSWERED, FAILED, WORK, FAULT -> {
        // Part of another step, or of a trial that went wrong.
      }
    }
  }
}
