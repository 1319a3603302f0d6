package dev.kverdict.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelcontextprotocol.spec.McpSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an agent gets without a machine being run. */
class McpCommandTest {

  private static final String CASE =
      """
      case: small
      kernels:
        k: {source: {debian: linux-source-6.1}}
      repros:
        r: {source: r.c, fails: {crash: ["kernel BUG in f"]}}
      """;

  @TempDir private static Path folder;
  private static AgentSession agent;

  @BeforeAll
  static void begin() throws IOException {
    Path root = Files.createDirectories(folder.resolve("root"));
    Files.writeString(root.resolve("small.yaml"), CASE);
    Files.writeString(root.resolve("r.c"), "int main(void) { return 0; }\n");
    Files.writeString(root.resolve("bad.yaml"), "case: bad\nkernel: {}\n");
    Files.writeString(folder.resolve("outside.yaml"), CASE);
    agent = new AgentSession(root);
  }

  @AfterAll
  static void end() {
    agent.close();
  }

  @Test
  void offersItsTools() {
    assertThat(agent.client().listTools().tools())
        .extracting(McpSchema.Tool::name)
        .containsExactlyInAnyOrder("list_cases", "judge_patch", "show_run", "name_crash");
    assertThat(agent.client().getServerInfo().version()).isEqualTo(Kverdict.VERSION);
  }

  @Test
  void listsCasesAndSaysWhatIsWrongWithOthers() {
    Object answer = agent.call("list_cases", Map.of()).structuredContent();
    List<?> cases = (List<?>) ((Map<?, ?>) answer).get("cases");
    assertThat(cases).hasSize(2);
    assertThat(((Map<?, ?>) cases.get(0)).get("error").toString()).contains("bad.yaml:2");
    assertThat(cases.get(1))
        .isEqualTo(
            Map.of(
                "file", "small.yaml",
                "case", "small",
                "kernels", List.of("k"),
                "repros", List.of("r"),
                "guards", List.of(),
                "patches", List.of()));
  }

  @Test
  void namesACrash() {
    String log = "[    1.000000] kernel BUG at fs/a.c:7!\n[    1.000000] RIP: 0010:f+0x1/0x2\n";
    McpSchema.CallToolResult result = agent.call("name_crash", Map.of("log", log));
    assertThat(AgentSession.text(result)).startsWith("kernel BUG in f");
    assertThat(result.structuredContent()).hasFieldOrPropertyWithValue("title", "kernel BUG in f");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "name_crash | log | it rained | is no kernel log",
        "show_run | run | ../outside.yaml | lies outside of",
        "show_run | run | small.yaml | holds no result.json",
        "judge_patch | case | ../outside.yaml | lies outside of",
        "judge_patch | case | none.yaml | is not in",
        "judge_patch | case | small.yaml | holds no diff",
      })
  void aMistakeIsToldToTheAgent(String tool, String argument, String value, String said) {
    Map<String, Object> arguments =
        tool.equals("judge_patch")
            ? Map.of(argument, value, "patch", "not a patch")
            : Map.of(argument, value);
    McpSchema.CallToolResult result = agent.call(tool, arguments);
    assertThat(result.isError()).isTrue();
    assertThat(AgentSession.text(result)).contains(said);
  }

  @Test
  void argumentsOfAnotherShapeAreRefused() {
    McpSchema.CallToolResult result =
        agent.call("judge_patch", Map.of("case", "small.yaml", "patch", 7));
    assertThat(result.isError()).isTrue();
    assertThat(AgentSession.text(result)).contains("patch");
  }
}
