package dev.kverdict.shard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.campaign.Campaign;
import dev.kverdict.campaign.CampaignOptions;
import dev.kverdict.campaign.LinkedStore;
import dev.kverdict.campaign.Selection;
import dev.kverdict.record.RunResult;
import dev.kverdict.report.Reports;
import dev.kverdict.run.Environment;
import dev.kverdict.yaml.CaseFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shards of a real case, each on a store of its own. */
@Tag("vm")
class ShardVmTest {

  private static final Path CASE = Path.of("../../ci/ocfs2-extent-cache.yaml");

  @TempDir private Path folder;

  @Tag("long")
  @Test
  void shardsOnMachinesOfTheirOwnSayWhatOneMachineSays() throws Exception {
    CaseFiles files = CaseFiles.read(CASE);
    Environment system = Environment.ofSystem();
    CampaignOptions options =
        CampaignOptions.of(files.matrix())
            .selecting(new Selection(null, null, "stale-read"))
            .writingTo(folder);
    RunResult whole;
    try (Campaign campaign = Campaign.start(files.matrix(), options, system, event -> {})) {
      whole = campaign.finish();
    }
    Path plan = folder.resolve("plan");
    assertThat(new Planner("1").plan(files, options, 3, null, plan).shards()).hasSize(2);
    List<Path> left = new ArrayList<>();
    for (int i = 1; i <= 2; i++) {
      left.add(shard(plan, i, system));
    }
    Path run = folder.resolve("run");
    RunResult merged = Merge.of(plan, left, system, run, "1", event -> {}).result();
    assertThat(merged.verdicts()).isEqualTo(whole.verdicts());
    assertThat(merged.patches()).isEqualTo(whole.patches());
    assertThat(merged.scope()).isEqualTo(whole.scope());
    Reports.writeAll(merged, run);
    assertThat(Files.readString(run.resolve("report.html"))).contains("v2-move-extents");
  }

  private Path shard(Path plan, int number, Environment system)
      throws IOException, InterruptedException {
    Path out = folder.resolve("left-" + number);
    try (LinkedStore store = LinkedStore.of(system, LinkedStore.MACHINES);
        ShardWork work = ShardWork.open(plan.resolve("shard-" + number + ".json"), out, "1")) {
      RunResult result;
      Path run;
      try (Campaign campaign =
          Campaign.start(
              work.matrix(), work.options(), store.on(system), work.terms(), event -> {})) {
        result = campaign.finish();
        run = campaign.folder();
      }
      work.complete(result, run);
    }
    return out;
  }
}
