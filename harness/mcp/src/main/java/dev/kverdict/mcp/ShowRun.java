package dev.kverdict.mcp;

import dev.kverdict.HostIo;
import dev.kverdict.UserError;
import dev.kverdict.record.RunResult;
import dev.kverdict.report.ResultJson;
import dev.kverdict.report.VerdictJson;
import dev.kverdict.report.VerdictTable;
import io.modelcontextprotocol.spec.McpSchema;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/** Shows the result of a run. */
record ShowRun(Root root) implements AgentTool {

  /** The directory of runs, below the root. */
  static final String RUNS = "runs";

  private static final String RESULT = "result.json";

  @Override
  public McpSchema.Tool description() {
    return McpSchema.Tool.builder(
            "show_run",
            Schemas.of(Map.of("run", Schemas.string("The run's directory, such as runs/NAME."))))
        .title("Show a run")
        .description(
            "Shows the verdicts of a run with their evidence, findings and claims; of the newest"
                + " run if none is named.")
        .build();
  }

  @Override
  public McpSchema.CallToolResult call(Arguments arguments, Call call) {
    Path run = arguments.optionalText("run").map(root::existing).orElseGet(this::newest);
    Path file = run.resolve(RESULT);
    if (!Files.isRegularFile(file)) {
      throw new UserError(
          root.name(run), "holds no " + RESULT, "name the directory of a finished run");
    }
    RunResult result =
        HostIo.get(
            "cannot read " + file, () -> ResultJson.read(Files.readString(file), root.name(file)));
    return of(result);
  }

  /** Returns the result of a run as text and as the content of verdict.json. */
  static McpSchema.CallToolResult of(RunResult result) {
    return Schemas.result(VerdictTable.of(result), VerdictJson.of(result));
  }

  /** The names of runs begin with the time. */
  private Path newest() {
    Path runs = root.directory().resolve(RUNS);
    if (!Files.isDirectory(runs)) {
      throw new UserError(RUNS, "is not there", "judge a patch first");
    }
    return HostIo.get(
            "cannot list " + runs,
            () -> {
              try (Stream<Path> all = Files.list(runs)) {
                return all.filter(run -> Files.isRegularFile(run.resolve(RESULT)))
                    .max(Comparator.comparing(Path::getFileName));
              }
            })
        .map(run -> root.existing(RUNS + "/" + run.getFileName()))
        .orElseThrow(() -> new UserError(RUNS, "holds no run", "judge a patch first"));
  }
}
