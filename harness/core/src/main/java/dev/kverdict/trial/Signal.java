package dev.kverdict.trial;

import dev.kverdict.guest.AgentMessage;
import org.jspecify.annotations.Nullable;

/**
 * An event in a running trial.
 *
 * @param kind what happened
 * @param said the agent's message, for {@code AGENT} only
 */
record Signal(Kind kind, @Nullable AgentMessage said) {

  /** The kinds of signal. */
  enum Kind {
    /** Nothing happened within the time. */
    NONE,
    /** The agent sent a message. */
    AGENT,
    /** The console shows a crash that ends the kernel. */
    CRASH,
    /** The console shows a report after which the kernel goes on. */
    HARMLESS_CRASH,
    /** QEMU ended and all its output is recorded. */
    ENDED
  }

  static final Signal NOTHING = new Signal(Kind.NONE, null);

  AgentMessage message() {
    if (said == null) {
      throw new IllegalStateException(kind + " carries no message");
    }
    return said;
  }
}
