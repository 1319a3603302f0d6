package dev.kverdict.cli;

import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** An agent, by the client of the protocol's own SDK, and a server in a process of its own. */
final class AgentSession implements AutoCloseable {

  private final List<String> progress = new CopyOnWriteArrayList<>();
  private final McpSyncClient client;

  AgentSession(Path root) {
    List<String> argv = command(root);
    ServerParameters server =
        ServerParameters.builder(argv.get(0)).args(argv.subList(1, argv.size())).build();
    client =
        McpClient.sync(
                new StdioClientTransport(
                    server,
                    new JacksonMcpJsonMapper(new com.fasterxml.jackson.databind.ObjectMapper())))
            .requestTimeout(Duration.ofMinutes(10))
            .initializationTimeout(Duration.ofMinutes(2))
            .progressConsumer(step -> progress.add(step.message()))
            .build();
    var unused = client.initialize();
  }

  /** The command line of a server. */
  static List<String> command(Path root) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-cp",
        System.getProperty("java.class.path"),
        Kverdict.class.getName(),
        "mcp",
        "--root",
        root.toString());
  }

  McpSyncClient client() {
    return client;
  }

  CallToolResult call(String tool, Map<String, Object> arguments) {
    return client.callTool(
        McpSchema.CallToolRequest.builder(tool)
            .arguments(arguments)
            .meta(Map.of("progressToken", "p"))
            .build());
  }

  /** What the server has told of progress so far. */
  List<String> progress() {
    return progress;
  }

  static String text(CallToolResult result) {
    return ((TextContent) result.content().get(0)).text();
  }

  @Override
  public void close() {
    client.closeGracefully();
  }
}
