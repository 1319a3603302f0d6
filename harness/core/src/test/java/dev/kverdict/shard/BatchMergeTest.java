package dev.kverdict.shard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.batch.Batch;
import dev.kverdict.batch.Ranking;
import dev.kverdict.campaign.CampaignOptions;
import dev.kverdict.campaign.CampaignOptions.Extra;
import dev.kverdict.campaign.DeadLane;
import dev.kverdict.campaign.KernelChoice;
import dev.kverdict.campaign.PlantedPatch;
import dev.kverdict.fetch.PatchCollection;
import dev.kverdict.model.Matrix;
import dev.kverdict.patch.PatchOptions;
import dev.kverdict.record.Candidate;
import dev.kverdict.record.JudgedVerdict;
import dev.kverdict.record.VerdictKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The planted patches as one batch: what its shards say together, and what one machine says. */
@Timeout(600)
class BatchMergeTest {

  private static final UnaryOperator<CampaignOptions> SCREEN =
      options -> options.with(Extra.SCREEN);

  @TempDir private static Path once;
  private static Planner.Subject subject;
  private static Merge.Merged whole;

  @TempDir private Path folder;

  /** Besides the planted ones, patches that never come to a trial, for every reason there is. */
  @BeforeAll
  static void runAsOne() throws IOException {
    Path patches = Files.createDirectories(once.resolve("patches"));
    for (PlantedPatch planted : planted()) {
      Files.writeString(patches.resolve(planted.name() + ".patch"), planted.text());
    }
    String text = PlantedPatch.all().get(0).text();
    for (String name : List.of("same-1", "same-2", "same-3", "rejected", "broken", "damaged")) {
      Files.writeString(
          patches.resolve(name + ".patch"),
          text.replaceAll("\n\\+(?!\\+)", "\n+/* " + name + " */ "));
    }
    Files.writeString(patches.resolve("right-01_again.patch"), text);
    Files.writeString(patches.resolve("unreadable.patch"), "no patch\n");

    PlayedCase played = new PlayedCase(once).writeSmallWithMore();
    Matrix read = played.read().matrix();
    List<PatchCollection.Found> found =
        new PatchCollection(new DeadLane(), once).find(patches.toString(), PatchOptions.STRICT);
    Batch batch = Batch.of(read, patches.toString(), found, KernelChoice.AUTO);
    subject = new Planner.Subject(batch.matrix(), batch.known());
    whole = played.whole(subject, SCREEN);
  }

  /** Each shard of a batch applies all of its patches, so many shards of all of them take long. */
  private static List<PlantedPatch> planted() throws IOException {
    List<PlantedPatch> all = PlantedPatch.all();
    return "all".equals(System.getProperty("planted"))
        ? all
        : IntStream.range(0, all.size()).filter(i -> i % 7 == 0).mapToObj(all::get).toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 1000})
  void theShardsOfAnyBatchSayToTheLetterWhatOneMachineSays(int shards) throws IOException {
    PlayedCase played = new PlayedCase(folder).writeSmallWithMore();
    Path plan = played.plan(shards, subject, SCREEN);
    List<Path> left = played.shards(plan);
    assertThat(left).hasSize(Math.min(shards, subject.matrix().patches().size()));
    Merge.Merged merged = played.joined(plan, left, folder.resolve("run"));

    assertThat(merged.batch()).isTrue();
    assertThat(merged.result().verdicts()).isEqualTo(whole.result().verdicts());
    assertThat(merged.result().patches()).isEqualTo(whole.result().patches());
    assertThat(merged.result().scope()).isEqualTo(whole.result().scope());
    assertThat(merged.candidates()).isEqualTo(whole.candidates());
    assertThat(Ranking.of(merged.candidates())).isEqualTo(Ranking.of(whole.candidates()));

    assertThat(whole.result().verdicts())
        .extracting(JudgedVerdict::verdict)
        .extracting(verdict -> verdict.kind())
        .contains(VerdictKind.FIXED)
        .contains(VerdictKind.NOT_FIXED, VerdictKind.BUILD_FAILED, VerdictKind.BROKE_GUARD);
    assertThat(whole.candidates())
        .extracting(Candidate::standing)
        .contains(
            new Candidate.Duplicate("same-1", "once it is applied"),
            new Candidate.Duplicate("right-01", "line by line"))
        .hasAtLeastOneElementOfType(Candidate.Unreadable.class);
  }
}
