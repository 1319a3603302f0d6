package dev.kverdict.mcp;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kverdict.InfraError;
import dev.kverdict.UserError;
import dev.kverdict.run.Environment;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.server.McpSyncServerExchange;
import io.modelcontextprotocol.server.transport.StdioServerTransportProvider;
import io.modelcontextprotocol.spec.McpSchema;
import java.io.BufferedInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server of the Model Context Protocol (https://modelcontextprotocol.io) for agents that write
 * patches. A patch and a log come as text; files are named only for cases and runs, and only below
 * one directory.
 */
public final class McpDoor {

  private static final Logger LOG = LoggerFactory.getLogger(McpDoor.class);

  /** In bytes: a series of patches, or a console, with room to spare. */
  private static final int LONGEST_MESSAGE = 32 << 20;

  private static final String INSTRUCTIONS =
      "Judges patches for Linux kernel bugs on virtual machines. list_cases names the bugs;"
          + " judge_patch says whether a patch fixes one: FIXED on every reproducer and guard is a"
          + " pass, everything else is not, and the evidence says why.";

  private final Calls calls = new Calls();
  private final List<AgentTool> tools;

  /**
   * @param directory where cases are found and runs are left
   * @param environment opens the place where machines run
   * @throws UserError if there is no such directory
   */
  public McpDoor(Path directory, Supplier<Environment> environment) {
    Root root = new Root(directory);
    this.tools =
        List.of(
            new ListCases(root),
            new JudgePatch(root, environment, new ReentrantLock(true)),
            new ShowRun(root),
            new NameCrash());
  }

  /**
   * Serves one agent until it closes its side; then ends what is under way.
   *
   * @param version the version of this program
   * @param in the agent's messages
   * @param out ours, and nothing else
   */
  public void serve(String version, InputStream in, OutputStream out) {
    RequestInput input = new RequestInput(new BufferedInputStream(in), LONGEST_MESSAGE, calls);
    McpSyncServer server =
        McpServer.sync(
                new StdioServerTransportProvider(
                    new JacksonMcpJsonMapper(new ObjectMapper()), input, out))
            .serverInfo("kverdict", version)
            .instructions(INSTRUCTIONS)
            .capabilities(McpSchema.ServerCapabilities.builder().tools(false).build())
            .tools(tools.stream().map(this::specification).toList())
            .build();
    try {
      input.awaitEnd();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      calls.cancelAll();
      server.closeGracefully();
    }
  }

  private SyncToolSpecification specification(AgentTool tool) {
    return SyncToolSpecification.builder()
        .tool(tool.description())
        .callHandler((exchange, request) -> answer(tool, exchange, request))
        .build();
  }

  private McpSchema.CallToolResult answer(
      AgentTool tool, McpSyncServerExchange exchange, McpSchema.CallToolRequest request) {
    Map<String, Object> meta = request.meta() == null ? Map.of() : request.meta();
    Object id = meta.get(RequestInput.ID);
    Call call = calls.of(id);
    Object token = meta.get("progressToken");
    if (token != null) {
      call.tells((steps, message) -> tell(exchange, token, steps, message));
    }
    Map<String, Object> given = request.arguments() == null ? Map.of() : request.arguments();
    try {
      return tool.call(new Arguments(given), call);
    } catch (UserError | InfraError e) {
      LOG.info("{} ended by an error", request.name(), e);
      return Schemas.error(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      LOG.info("{} ended by a bug", request.name(), e);
      return Schemas.error("a bug in kverdict itself: " + e);
    } finally {
      calls.end(id);
    }
  }

  /** An agent that is gone hears nothing, and needs nothing. */
  private static void tell(
      McpSyncServerExchange exchange, Object token, int steps, String message) {
    try {
      exchange.progressNotification(
          McpSchema.ProgressNotification.builder(token, steps).message(message).build());
    } catch (RuntimeException e) {
      LOG.debug("progress is not heard", e);
    }
  }
}
