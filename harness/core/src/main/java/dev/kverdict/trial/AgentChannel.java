package dev.kverdict.trial;

import java.io.IOException;

/** Sends requests to the agent. */
@FunctionalInterface
interface AgentChannel {

  /** Sends bytes; waits until the channel has taken them. */
  void send(byte[] bytes) throws IOException;
}
