package dev.kverdict.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent judges patches of the first case. */
@Tag("vm")
class McpVmTest {

  private static final Path HOME = Path.of("../..");
  private static final String CASE = "ci/ocfs2-extent-cache.yaml";
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path root;

  @BeforeEach
  void copy() throws IOException {
    for (String part : new String[] {"ci", "kernels", "images", "repros"}) {
      try (Stream<Path> files = Files.walk(HOME.resolve(part))) {
        for (Path file : files.toList()) {
          Files.copy(file, root.resolve(HOME.relativize(file).toString()));
        }
      }
    }
  }

  private static String patch(String name) throws IOException {
    return Files.readString(HOME.resolve("kernels/patches/ocfs2-" + name + ".patch"));
  }

  @Test
  void aPatchIsJudgedAndItsRunShown() throws IOException {
    try (AgentSession agent = new AgentSession(root.toRealPath())) {
      CallToolResult wrong =
          agent.call(
              "judge_patch", Map.of("case", CASE, "patch", patch("v1-cow"), "repro", "stale-read"));
      assertThat(AgentSession.text(wrong)).contains("NOT_FIXED").contains("candidate: FAIL");
      assertThat(agent.progress()).anyMatch(step -> step.contains("trial"));
      CallToolResult shown = agent.call("show_run", Map.of());
      assertThat(shown.structuredContent()).isEqualTo(wrong.structuredContent());
    }
  }

  @Test
  void aCancelledCallEndsItsMachinesAndTheNextOneIsRight() throws Exception {
    Process server =
        new ProcessBuilder(AgentSession.command(root.toRealPath()))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (Writer to = server.outputWriter(StandardCharsets.UTF_8);
        BufferedReader from =
            new BufferedReader(
                new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8))) {
      send(
          to,
          "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"2025-06-18\","
              + "\"capabilities\":{},\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}}");
      await(from, message -> message.path("id").asInt(-1) == 0);
      send(to, "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
      judge(to, 1, "v2-move-extents");
      await(from, message -> message.path("params").path("message").asText().startsWith("trial "));
      send(
          to,
          "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":1}}");
      JsonNode cancelled = await(from, message -> message.path("id").asInt(-1) == 1);
      assertThat(cancelled.path("result").path("isError").asBoolean()).isTrue();
      assertThat(cancelled.toString()).contains("cancelled");
      assertThat(server.descendants().map(ProcessHandle::info))
          .noneMatch(info -> info.command().orElse("").contains("qemu"));

      judge(to, 2, "v1-cow");
      JsonNode judged = await(from, message -> message.path("id").asInt(-1) == 2);
      assertThat(judged.toString()).contains("NOT_FIXED");
    }
    assertThat(server.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(server.exitValue()).isZero();
  }

  private static void judge(Writer to, int id, String name) throws IOException {
    var arguments = JSON.createObjectNode().put("case", CASE).put("patch", patch(name));
    arguments.put("repro", "stale-read").put("trials", 6);
    var message = JSON.createObjectNode().put("jsonrpc", "2.0").put("id", id);
    message.put("method", "tools/call");
    var params = message.putObject("params").put("name", "judge_patch");
    params.set("arguments", arguments);
    params.putObject("_meta").put("progressToken", "p" + id);
    send(to, message.toString());
  }

  private static void send(Writer to, String message) throws IOException {
    to.write(message + "\n");
    to.flush();
  }

  private static JsonNode await(BufferedReader from, Predicate<JsonNode> wanted)
      throws IOException {
    for (String line = from.readLine(); line != null; line = from.readLine()) {
      JsonNode message = JSON.readTree(line);
      if (wanted.test(message)) {
        return message;
      }
    }
    throw new IOException("the server ended");
  }
}
