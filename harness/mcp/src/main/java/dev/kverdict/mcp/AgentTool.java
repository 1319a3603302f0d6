package dev.kverdict.mcp;

import dev.kverdict.InfraError;
import dev.kverdict.UserError;
import io.modelcontextprotocol.spec.McpSchema;

/** A tool that an agent may call. */
interface AgentTool {

  /** Its name, what it does, and the schema of its arguments. */
  McpSchema.Tool description();

  /**
   * Does its work.
   *
   * @throws UserError if the agent asked for what cannot be
   * @throws InfraError if the host could not do its part
   */
  McpSchema.CallToolResult call(Arguments arguments, Call call);
}
