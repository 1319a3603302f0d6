package dev.kverdict.trial;

import java.io.IOException;

/** Where requests for the agent go. */
@FunctionalInterface
interface AgentChannel {

  /** Sends bytes; waits until the channel took them. */
  void send(byte[] bytes) throws IOException;
}
