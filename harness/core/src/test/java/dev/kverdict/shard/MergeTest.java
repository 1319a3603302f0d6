package dev.kverdict.shard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.record.JudgedVerdict;
import dev.kverdict.record.RunResult;
import dev.kverdict.record.TrialLine;
import dev.kverdict.record.VerdictKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the shards of a run say together, and what one machine says. */
@Timeout(120)
class MergeTest {

  @TempDir private static Path once;
  private static RunResult whole;

  @TempDir private Path folder;
  private PlayedCase played;

  @BeforeEach
  void write() throws IOException {
    played = new PlayedCase(folder).write();
  }

  @BeforeAll
  static void runAsOne() throws IOException {
    whole = new PlayedCase(once).write().whole();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 100})
  void theShardsOfAnyPlanSayToTheLetterWhatOneMachineSays(int shards) {
    Path plan = played.plan(shards);
    List<Path> left = new ArrayList<>(played.shards(plan));
    Collections.reverse(left);
    RunResult merged = played.merged(plan, left, folder.resolve("run"));

    assertThat(merged.verdicts()).isEqualTo(whole.verdicts());
    assertThat(merged.patches()).isEqualTo(whole.patches());
    assertThat(merged.claims()).isEqualTo(whole.claims()).hasSize(2);
    assertThat(merged.discarded()).isEqualTo(whole.discarded()).isNotEmpty();
    assertThat(merged.scope()).isEqualTo(whole.scope());
    assertThat(merged.scope().programs()).hasSize(4);
    assertThat(merged.scope().patches()).filteredOn(patch -> patch.worth() != null).hasSize(1);
    assertThat(merged.trials())
        .extracting(TrialLine::trial)
        .containsAll(whole.trials().stream().map(TrialLine::trial).toList());
    assertThat(whole.verdicts())
        .extracting(JudgedVerdict::verdict)
        .extracting(verdict -> verdict.kind())
        .contains(VerdictKind.FIXED, VerdictKind.NOT_FIXED, VerdictKind.BUILD_FAILED);
  }

  @Test
  void everyTrialOfTheRunIsWhereItsLineSays() throws IOException {
    played.writeSmall();
    Path plan = played.plan(2);
    Path run = folder.resolve("run");
    RunResult merged = played.merged(plan, played.shards(plan), run);
    assertThat(merged.trials())
        .allSatisfy(line -> assertThat(run.resolve(line.folder()).resolve("trial.json")).exists());
    assertThat(merged.trials()).extracting(TrialLine::folder).doesNotHaveDuplicates();
    assertThat(run.resolve("patches/right")).isDirectory();
    assertThat(run.resolve("kernels.tmp")).doesNotExist();
  }

  @Test
  void aShardNeedsNothingButThePlan() throws IOException {
    played.writeSmall();
    Path plan = played.plan(2);
    Path moved = Files.move(plan, folder.resolve("elsewhere"));
    Files.move(folder.resolve("case"), folder.resolve("gone"));
    assertThat(played.merged(moved, played.shards(moved), folder.resolve("run")).verdicts())
        .isNotEmpty();
  }

  @Test
  void aMachineKeepsWhatOnlyItNeeds() throws IOException {
    played.writeSmall();
    Path left = played.shard(played.plan(1), 1, folder.resolve("left"));
    assertThat(left.resolve("kernels"))
        .isDirectoryRecursivelyContaining("glob:**/kernel.json")
        .isDirectoryNotContaining("glob:**/vmlinux");
  }
}
