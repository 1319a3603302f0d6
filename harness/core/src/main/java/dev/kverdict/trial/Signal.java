package dev.kverdict.trial;

import dev.kverdict.guest.AgentMessage;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened in a running trial.
 *
 * @param kind what
 * @param said the agent's message, for {@code AGENT} only
 */
record Signal(Kind kind, @Nullable AgentMessage said) {

  /** What happened. */
  enum Kind {
    /** Nothing within the time. */
    NONE,
    /** The agent said something. */
    AGENT,
    /** The console shows a crash that ends the kernel. */
    CRASH,
    /** The console shows a report after which the kernel goes on. */
    HARMLESS_CRASH,
    /** QEMU ended and all it said is recorded. */
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
