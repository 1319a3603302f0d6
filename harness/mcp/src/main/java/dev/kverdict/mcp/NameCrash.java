package dev.kverdict.mcp;

import dev.kverdict.HostIo;
import dev.kverdict.UserError;
import dev.kverdict.oops.CrashText;
import dev.kverdict.oops.LogReader;
import dev.kverdict.report.CrashJson;
import io.modelcontextprotocol.spec.McpSchema;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Names the crashes in a console log that is passed as text. */
record NameCrash() implements AgentTool {

  @Override
  public McpSchema.Tool description() {
    return McpSchema.Tool.builder(
            "name_crash", Schemas.of(Map.of("log", Schemas.string("The text of the log.")), "log"))
        .title("Name a crash")
        .description(
            "Finds kernel crashes in a log (a console, dmesg, journalctl) and gives each its"
                + " conventional title, other titles that it may have, and its frames.")
        .build();
  }

  @Override
  public McpSchema.CallToolResult call(Arguments arguments, Call call) {
    byte[] log = arguments.text("log").getBytes(StandardCharsets.UTF_8);
    LogReader.Log read =
        HostIo.get("cannot read the log", () -> LogReader.read(new ByteArrayInputStream(log)));
    if (!read.kernel()) {
      throw new UserError(
          "log", "is no kernel log: no line in it looks like a kernel's", "pass a console's log");
    }
    String text = read.reports().isEmpty() ? "no crash" : CrashText.of(read.reports(), true);
    return Schemas.result(text, CrashJson.of("log", read));
  }
}
