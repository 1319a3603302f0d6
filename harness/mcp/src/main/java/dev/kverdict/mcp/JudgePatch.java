package dev.kverdict.mcp;

import dev.kverdict.campaign.Campaign;
import dev.kverdict.campaign.CampaignOptions;
import dev.kverdict.campaign.KernelChoice;
import dev.kverdict.campaign.Selection;
import dev.kverdict.model.Matrix;
import dev.kverdict.model.PatchDef;
import dev.kverdict.patch.PatchOptions;
import dev.kverdict.patch.PatchSet;
import dev.kverdict.record.Event;
import dev.kverdict.record.RunResult;
import dev.kverdict.report.EventLine;
import dev.kverdict.report.Reports;
import dev.kverdict.run.Environment;
import dev.kverdict.yaml.MatrixReader;
import io.modelcontextprotocol.spec.McpSchema;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Judges a patch, passed as text, on a case.
 *
 * @param environment opens the place where machines run
 * @param turn held while a patch is judged: two at once would only take machines from each other
 */
record JudgePatch(Root root, Supplier<Environment> environment, ReentrantLock turn)
    implements AgentTool {

  private static final int MOST_TRIALS = 10_000;

  /** The name of the patch in tables and files. */
  private static final String NAME = "candidate";

  @Override
  public McpSchema.Tool description() {
    return McpSchema.Tool.builder(
            "judge_patch",
            Schemas.of(
                Map.of(
                    "case",
                    Schemas.string("The case file, as list_cases names it."),
                    "patch",
                    Schemas.string(
                        "The text of a patch: a diff, the output of git format-patch, a mail."),
                    "kernel",
                    Schemas.string("Only on this kernel of the case, or on several: ID,ID."),
                    "repro",
                    Schemas.string("Only with this reproducer or guard."),
                    "trials",
                    Schemas.integer(
                        1, MOST_TRIALS, "Exactly as many trials a side; better left out."),
                    "fuzz",
                    Schemas.integer(
                        0,
                        PatchOptions.MOST_FUZZ,
                        "Apply hunks though so many lines at the edges of their context differ.")),
                "case",
                "patch"))
        .title("Judge a patch")
        .description(
            "Says whether a patch fixes the bug of a case: builds the kernel with and without it,"
                + " runs the reproducers and guards on both, and returns a verdict on each with its"
                + " evidence. Takes a minute or more; reports progress; can be cancelled.")
        .build();
  }

  @Override
  public McpSchema.CallToolResult call(Arguments arguments, Call call) {
    Path file = root.existing(arguments.text("case"));
    PatchOptions allowed = new PatchOptions(false, arguments.number("fuzz").orElse(0));
    byte[] text = arguments.text("patch").getBytes(StandardCharsets.UTF_8);
    PatchDef patch = new PatchDef(NAME, PatchSet.of("patch", text, allowed), Map.of());
    var unused = patch.content().patches(); // what is no patch is known before a turn comes
    Matrix matrix = MatrixReader.read(file).with(patch);
    turn.lock();
    try {
      call.requireWanted();
      return ShowRun.of(judged(matrix, options(arguments, matrix), call));
    } finally {
      turn.unlock();
    }
  }

  private CampaignOptions options(Arguments arguments, Matrix matrix) {
    return new CampaignOptions(
            new Selection(
                arguments.optionalText("kernel").orElse(null),
                NAME,
                arguments.optionalText("repro").orElse(null)),
            KernelChoice.AUTO,
            matrix.defaults(),
            null,
            Set.of(CampaignOptions.Extra.NO_EXPECT),
            root.directory().resolve(ShowRun.RUNS))
        .withTrials(arguments.number("trials").orElse(matrix.defaults().trials()));
  }

  private RunResult judged(Matrix matrix, CampaignOptions options, Call call) {
    try (Campaign campaign =
        Campaign.start(matrix, options, environment.get(), event -> tell(event, call))) {
      call.whenCancelled(campaign::cancel);
      RunResult result = campaign.finish();
      Reports.writeAll(result, campaign.folder());
      return result;
    }
  }

  private static void tell(Event event, Call call) {
    if (!(event instanceof Event.TrialStarted || event instanceof Event.TrialsPlanned)) {
      call.step(EventLine.of(event));
    }
  }
}
