package dev.kverdict.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kverdict.UserError;
import dev.kverdict.batch.Batch;
import dev.kverdict.batch.BatchLog;
import dev.kverdict.batch.Ranking;
import dev.kverdict.fetch.PatchCollection;
import dev.kverdict.host.ChildJvm;
import dev.kverdict.host.HostLane;
import dev.kverdict.model.Matrix;
import dev.kverdict.model.PatchDef;
import dev.kverdict.patch.PatchOptions;
import dev.kverdict.patch.PatchSet;
import dev.kverdict.record.Candidate;
import dev.kverdict.record.Event;
import dev.kverdict.record.RankedCandidate;
import dev.kverdict.record.RunResult;
import dev.kverdict.record.VerdictKind;
import dev.kverdict.run.Environment;
import dev.kverdict.run.Resumed;
import dev.kverdict.yaml.MatrixReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many patches at once, and a run that goes on after a kill, on Debian's own kernel. */
@Tag("vm")
class BatchVmTest {

  private static final Matrix MATRIX =
      MatrixReader.read(Path.of("../../ci/ocfs2-extent-cache.yaml"));
  private static final Path PATCHES = Path.of("src/test/e2e/patches");

  @TempDir private Path folder;

  @Test
  void candidatesAreRankedAndEachIsWhatItIsAlone() throws IOException {
    Path from = Files.createDirectory(folder.resolve("candidates"));
    Path good = Path.of("../../kernels/patches/ocfs2-v2-move-extents.patch");
    Files.copy(good, from.resolve("v2.patch"));
    Files.copy(Path.of("../../kernels/patches/ocfs2-v1-cow.patch"), from.resolve("v1.patch"));
    Files.writeString(
        from.resolve("v2-as-a-mail.eml"),
        "From: A <a@example.org>\nMessage-ID: <1@example.org>\n" + Files.readString(good));
    for (String name : List.of("does-not-apply", "does-not-compile", "deletes-bug-on")) {
      Files.copy(PATCHES.resolve(name + ".patch"), from.resolve(name + ".patch"));
    }
    Files.writeString(from.resolve("notes.txt"), "These are patches.\n");
    Batch batch =
        Batch.of(
            MATRIX,
            from.toString(),
            new PatchCollection(new HostLane(), folder).find(from.toString(), PatchOptions.STRICT),
            KernelChoice.STOCK);
    CampaignOptions options =
        CampaignOptions.of(batch.matrix())
            .by(KernelChoice.STOCK)
            .with(CampaignOptions.Extra.SCREEN)
            .writingTo(folder);
    List<RankedCandidate> ranked;
    RunResult result;
    try (Campaign campaign =
        Campaign.start(
            batch.matrix(),
            options,
            Environment.ofSystem(),
            new Terms(batch.known(), 0, 0, null),
            new BatchLog(event -> {}))) {
      result = campaign.finish();
      ranked = Ranking.of(campaign.candidates());
      assertThat(Files.readAllLines(campaign.folder().resolve(BatchLog.NAME))).hasSize(7);
    }
    assertThat(ranked.stream().map(one -> one.rank() + " " + one.candidate().patch()).limit(2))
        .containsExactly("1 v2-as-a-mail", "1 v2");
    assertThat(ranked)
        .extracting(BatchVmTest::line)
        .contains(
            "v2 PASS FIXED",
            "v2-as-a-mail PASS FIXED",
            "v1 FAIL NOT_FIXED",
            "does-not-apply FAIL PATCH_REJECTED",
            "does-not-compile FAIL BUILD_FAILED")
        .anyMatch(line -> line.startsWith("deletes-bug-on FAIL "))
        .last()
        .asString()
        .startsWith("notes.txt not judged");
    assertThat(Ranking.exitCode(ranked, 0)).isEqualTo(1);
    assertThat(Ranking.exitCode(ranked, 1)).isZero();
    assertThat(result.patches()).hasSize(5);
  }

  private static String line(RankedCandidate one) {
    return "%s %s %s"
        .formatted(
            one.candidate().patch(),
            one.result(),
            one.judged().map(Candidate.Judged::verdict).map(VerdictKind::name).orElse(""));
  }

  @Test
  void aRunThatWasKilledGoesOnWithWhatItFinished() throws Exception {
    Path patch = Files.writeString(folder.resolve("unseen.patch"), unseenPatch());
    Path runs = folder.resolve("runs");
    Process harness = ChildJvm.start(Interrupted.class, patch, runs);
    Path events =
        await()
            .atMost(Duration.ofMinutes(10))
            .pollInterval(Duration.ofMillis(100))
            .until(
                () -> {
                  assertThat(harness.isAlive()).as("it ended before it was killed").isTrue();
                  return log(runs);
                },
                file -> ended(file) >= 2);
    harness.destroyForcibly().waitFor();
    Resumed resumed = Resumed.read(events.getParent());
    assertThat(resumed.ended()).isFalse();
    assertThat(resumed.trials()).hasSizeGreaterThanOrEqualTo(2);
    List<String> notes = new ArrayList<>();
    RunResult result =
        run(
            patch,
            runs,
            new Terms(List.of(), 0, 0, resumed),
            event -> {
              if (event instanceof Event.Note note) {
                notes.add(note.text());
              }
            });
    assertThat(notes).first().isEqualTo(resumed.words());
    int known = resumed.trials().size();
    assertThat(notes)
        .last()
        .isEqualTo(
            "of its %d trials, %d were taken over from the store and 0 ran again"
                .formatted(known, known));
    assertThat(result.verdicts().get(0).verdict().kind()).isEqualTo(VerdictKind.NOT_FIXED);

    Files.writeString(patch, unseenPatch());
    Assertions.assertThatThrownBy(
            () -> run(patch, runs, new Terms(List.of(), 0, 0, resumed), event -> {}))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("is about something else: patch unseen has changed");
  }

  private static Path log(Path runs) throws IOException {
    if (!Files.isDirectory(runs)) {
      return runs;
    }
    try (Stream<Path> all = Files.list(runs)) {
      return all.map(run -> run.resolve("events.jsonl")).findFirst().orElse(runs);
    }
  }

  /** The trials of the patched kernel that have ended so far. */
  private static long ended(Path events) {
    try {
      return Files.isRegularFile(events)
          ? Files.readAllLines(events).stream()
              .filter(line -> line.contains("trial-ended") && line.contains("\"patch\":\"unseen\""))
              .count()
          : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A run in a JVM of its own. */
  static final class Interrupted {
    private Interrupted() {}

    /** PATCH RUNS. */
    public static void main(String[] args) {
      var unused = run(Path.of(args[0]), Path.of(args[1]), Terms.USUAL, event -> {});
    }
  }

  private static RunResult run(Path patch, Path runs, Terms terms, Consumer<Event> listener) {
    Matrix matrix =
        MATRIX.judging(
            Map.of("unseen", new PatchDef("unseen", PatchSet.read(List.of(patch)), Map.of())));
    CampaignOptions options =
        CampaignOptions.of(matrix)
            .selecting(new Selection(null, null, "cow-bug-on"))
            .by(KernelChoice.STOCK)
            .withTrials(8)
            .writingTo(runs);
    try (Campaign campaign =
        Campaign.start(matrix, options, Environment.ofSystem(), terms, listener)) {
      return campaign.finish();
    }
  }

  private static String unseenPatch() throws IOException {
    String unseen = Long.toString(System.nanoTime() % 1_000_000_000L + 1_000_000L);
    return Files.readString(PATCHES.resolve("fixes-nothing.patch")).replace("(1 << 20)", unseen);
  }
}
