package dev.kverdict.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.UserError;
import dev.kverdict.campaign.CampaignOptions;
import dev.kverdict.campaign.CampaignOptions.Extra;
import dev.kverdict.campaign.Selection;
import dev.kverdict.host.AtomicFiles;
import dev.kverdict.model.Matrix;
import dev.kverdict.model.PatchDef;
import dev.kverdict.patch.PatchOptions;
import dev.kverdict.patch.PatchSet;
import dev.kverdict.record.JudgedVerdict;
import dev.kverdict.record.Necessity;
import dev.kverdict.record.RunResult;
import dev.kverdict.record.SeriesStep;
import dev.kverdict.record.VerdictKind;
import dev.kverdict.record.Worth;
import dev.kverdict.vm.Accelerator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs of patches that the case does not have, and with what else {@code verify} can be asked. */
@Timeout(120)
class GivenPatchesTest {

  private static final String DIFF = "--- a/fs/f.c\n+++ b/fs/f.c\n@@ -1 +1 @@\n-old\n+%s\n";

  @TempDir private Path folder;
  private PlayedCase played;

  @BeforeEach
  void write() throws IOException {
    played = new PlayedCase(folder).writeSmallWithMore();
  }

  private Matrix with(String name, PatchOptions options, String... lines) {
    PatchSet set = PatchSet.NONE;
    for (String line : lines) {
      byte[] bytes = DIFF.formatted(line).getBytes(StandardCharsets.ISO_8859_1);
      set = set.and(PatchSet.of("/home/somebody/" + line + ".patch", bytes, options));
    }
    Worth worth = new Worth(Worth.Kind.HALF, "half of it");
    return played.read().matrix().with(new PatchDef(name, set, Map.of(), worth));
  }

  private RunResult requireAlike(int shards, Matrix matrix, UnaryOperator<CampaignOptions> asked) {
    Planner.Subject subject = new Planner.Subject(matrix, List.of());
    RunResult whole = played.whole(subject, asked).result();
    Path plan = played.plan(shards, subject, asked);
    RunResult merged = played.merged(plan, played.shards(plan), folder.resolve("run"));
    assertThat(merged.verdicts()).isEqualTo(whole.verdicts()).isNotEmpty();
    assertThat(merged.patches()).isEqualTo(whole.patches());
    assertThat(merged.claims()).isEqualTo(whole.claims());
    assertThat(merged.necessities()).isEqualTo(whole.necessities());
    assertThat(merged.steps()).isEqualTo(whole.steps());
    assertThat(merged.scope()).isEqualTo(whole.scope());
    return whole;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100})
  void aPatchThatWasGivenIsJudgedAlone(int shards) {
    Matrix matrix = with("half-mine", PatchOptions.STRICT, "mine \u00e4");
    var unused =
        requireAlike(
            shards, matrix, options -> options.selecting(new Selection(null, "half-mine", null)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100})
  void theNeedAndTheStepsOfEachSeriesAreWhatOneMachineSays(int shards) {
    Matrix matrix = with("series", PatchOptions.STRICT, "one", "two");
    RunResult whole =
        requireAlike(shards, matrix, options -> options.with(Extra.NECESSITY, Extra.STEPS));
    assertThat(whole.necessities())
        .extracting(Necessity::answer)
        .contains(Necessity.Answer.NEEDED, Necessity.Answer.NOT_NEEDED);
    assertThat(whole.steps())
        .extracting(SeriesStep::effect)
        .contains(SeriesStep.Effect.FIXES)
        .hasSize(2);
  }

  @Test
  void whatIsExpectedMayBeIgnored() throws IOException {
    played.writeSmall();
    PatchDef wrong = played.read().matrix().patches().get("wrong");
    Map<String, String> expect = Map.of("first", "NOT_FIXED");
    Matrix matrix = played.read().matrix().with(new PatchDef("wrong", wrong.content(), expect));
    assertThat(requireAlike(2, matrix, options -> options).verdicts())
        .extracting(JudgedVerdict::expected)
        .contains(VerdictKind.NOT_FIXED);
    AtomicFiles.delete(folder.resolve("run"));
    assertThat(requireAlike(1, matrix, options -> options.with(Extra.NO_EXPECT)).verdicts())
        .extracting(JudgedVerdict::expected)
        .containsOnlyNulls();
  }

  @Test
  void whatIsAllowedWithAPatchTravelsWithIt() throws IOException {
    PatchOptions options = new PatchOptions(true, 2, Map.of("0123abcd", "an \u00ff older text\n"));
    Matrix matrix = with("mine", options, "one", "two").with(allowed("right", options));
    Path plan = played.plan(2, new Planner.Subject(matrix, List.of()), asked -> asked);
    Files.move(folder.resolve("case"), folder.resolve("gone"));
    Matrix read = ShardPlan.read(plan, PlayedCase.VERSION).matrix(folder.resolve("unpacked"));
    assertThat(read.patches().keySet()).containsExactlyElementsOf(matrix.patches().keySet());
    for (String name : List.of("mine", "right")) {
      assertThat(read.patches().get(name).content())
          .isEqualTo(matrix.patches().get(name).content());
    }
    assertThat(read.patches().get("mine").content().files())
        .allSatisfy(file -> assertThat(file.options()).isEqualTo(options));
  }

  private PatchDef allowed(String name, PatchOptions options) {
    PatchDef own = played.read().matrix().patches().get(name);
    return new PatchDef(name, own.content().allowing(options), own.expect());
  }

  @Test
  void whatWasAskedForIsReadBack() {
    UnaryOperator<CampaignOptions> asked =
        options ->
            new CampaignOptions(
                new Selection("a", "right", "first"),
                options.route(),
                options.effort(),
                Accelerator.KVM,
                options.with(Extra.COLD, Extra.FRESH, Extra.TRIPWIRE).extras(),
                folder);
    CampaignOptions options = asked.apply(CampaignOptions.of(played.read().matrix()));
    Path plan = played.plan(1, played.usual(), asked);
    assertThat(ShardPlan.read(plan, PlayedCase.VERSION).plan().asked().options(folder))
        .isEqualTo(options);
  }

  @Test
  void aPatchThatIsDamagedInThePlanIsNamed() throws IOException {
    Matrix matrix = with("mine", PatchOptions.STRICT, "one");
    Path plan = played.plan(1, new Planner.Subject(matrix, List.of()), asked -> asked);
    ShardPlan.Read read = ShardPlan.read(plan, PlayedCase.VERSION);
    String digest = read.plan().given().patches().get(0).files().get(0).digest();
    Files.writeString(plan.resolve("files").resolve(digest), "x");
    assertThatThrownBy(() -> read.matrix(folder.resolve("one")))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("/home/somebody/one.patch is damaged in the plan's files");
    AtomicFiles.delete(plan.resolve("files").resolve(digest));
    assertThatThrownBy(() -> read.matrix(folder.resolve("two")))
        .hasMessageContaining("/home/somebody/one.patch is missing from the plan's files");
  }
}
