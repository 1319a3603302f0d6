package dev.kverdict.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.InfraError;
import dev.kverdict.campaign.DeadLane;
import dev.kverdict.kernel.KernelArtefact;
import dev.kverdict.model.CaseParts;
import dev.kverdict.model.Cell;
import dev.kverdict.record.Outcome;
import dev.kverdict.record.Trial;
import dev.kverdict.record.TrialId;
import dev.kverdict.store.Entry;
import dev.kverdict.store.Key;
import dev.kverdict.store.Store;
import dev.kverdict.trial.Probe;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which trials really run; no machine does. */
class KernelUnderTestTest {

  private static final HostBudget ROOMY = new HostBudget(100, 100_000);
  private static final List<Probe> PROBES = List.of(new Probe("p0", "ocfs2:f+0x1"));

  private final ScriptedRuns runs = new ScriptedRuns();
  private final MachineQueue machines = new MachineQueue(2, ROOMY, Runnable::run);
  @TempDir private Path folder;

  private KernelUnderTest side(boolean restoring) {
    return side("p", restoring, machines, runs);
  }

  private KernelUnderTest side(
      @Nullable String patch, boolean restoring, MachineQueue queue, TrialRuns trials) {
    return new KernelUnderTest(cell(patch), artefact(), trials, queue, restoring);
  }

  private static Cell cell(@Nullable String patch) {
    return new Cell(
        CaseParts.kernel("k"),
        patch == null ? null : CaseParts.patch(patch),
        CaseParts.crash("cow"));
  }

  private KernelArtefact artefact() {
    Store store = new Store(folder.resolve("v1"), new DeadLane(), 1 << 20);
    try (Entry entry =
        store.obtain(
            Key.of("kernel", 1),
            into ->
                KernelArtefact.write(into, new KernelArtefact.Facts(1, "6.1", Map.of(), "code")))) {
      return new KernelArtefact(entry);
    }
  }

  private static List<String> titles(List<Outcome> outcomes) {
    return outcomes.stream().map(Outcome::detail).toList();
  }

  @Test
  void eachTrialRunsOnceWhoeverAsks() {
    KernelUnderTest side = side(true);
    List<Outcome> first = side.trials(TrialId.PLAIN, 1, 2);
    side.begin().join();
    List<Outcome> more = side.trials(TrialId.PLAIN, 2, 3);
    List<Trial> evidence = side.evidence(TrialId.PLAIN, 1, 3);
    assertThat(runs.ran)
        .containsExactly("k/p cow #1 on m1", "k/p cow #2 on m2", "k/p cow #3 on m1");
    assertThat(titles(first)).containsExactly("k/p cow #1 on m1", "k/p cow #2 on m2");
    assertThat(titles(more)).containsExactly("k/p cow #2 on m2", "k/p cow #3 on m1");
    assertThat(evidence)
        .extracting(trial -> trial.evidence().trial().number())
        .containsExactly(1, 2, 3);
  }

  @Test
  void aTrialThatIsUnderWayIsNotBegunAgain() {
    Deque<Runnable> started = new ArrayDeque<>();
    KernelUnderTest side = side("p", true, new MachineQueue(2, ROOMY, started::add), runs);
    CompletableFuture<?> one = side.begin();
    assertThat(side.begin()).isSameAs(one).isNotDone();
    assertThat(started).hasSize(1);
    started.remove().run();
    assertThat(one).isDone();
    assertThat(runs.ran).containsExactly("k/p cow #1 on m1");
  }

  @Test
  void whatWasSeenOnADiscardedSnapshotIsReplacedByBoots() {
    KernelUnderTest side = side(true);
    assertThat(side.trials(TrialId.PLAIN, 1, 4)).hasSize(4);
    side.discard("m2", "shows what no boot shows");
    assertThat(runs.discarded).containsEntry("m2", "shows what no boot shows");
    assertThat(titles(side.trials(TrialId.PLAIN, 1, 4)))
        .containsExactly(
            "k/p cow #1 on m1", "k/p cow booted #2", "k/p cow #3 on m1", "k/p cow booted #4");
    assertThat(titles(side.trials(TrialId.PLAIN, 3, 4)))
        .as("numbers are not places in a list")
        .containsExactly("k/p cow #3 on m1", "k/p cow booted #4");
    assertThat(runs.ran)
        .containsExactly(
            "k/p cow #1 on m1",
            "k/p cow #2 on m2",
            "k/p cow #3 on m1",
            "k/p cow #4 on m2",
            "k/p cow booted #2",
            "k/p cow booted #4");
  }

  @Test
  void theBootsOfAnotherSeriesAreItsOwn() {
    KernelUnderTest side = side(true);
    runs.discard("m1", "broken");
    assertThat(titles(side.trials("beside-p", 1, 1))).containsExactly("k/p cow beside-p-booted #1");
    assertThat(titles(side.booted(TrialId.PLAIN, List.of(1, 3))))
        .containsExactly("k/p cow booted #1", "k/p cow booted #3");
    assertThat(runs.ran)
        .containsExactly(
            "k/p cow beside-p #1 on m1",
            "k/p cow beside-p-booted #1",
            "k/p cow booted #1",
            "k/p cow booted #3");
  }

  @Test
  void aSourceThatBootsKeepsWhatWasBegun() {
    KernelUnderTest side = side(true);
    assertThat(side.trials(TrialId.PLAIN, 1, 1)).hasSize(1);
    KernelUnderTest booting = side.booting();
    assertThat(titles(booting.trials(TrialId.PLAIN, 1, 2)))
        .containsExactly("k/p cow #1 on m1", "k/p cow #2");
    assertThat(titles(side.trials(TrialId.PLAIN, 2, 3)))
        .as("and so does the other")
        .containsExactly("k/p cow #2", "k/p cow #3 on m1");
    assertThat(booting.program()).isEqualTo(side.program());
    assertThat(booting.cell()).isEqualTo(side.cell());
    assertThat(booting.artefact()).isSameAs(side.artefact());
  }

  @Test
  void whereNothingIsRestoredEveryTrialBoots() {
    side(false).begin().join();
    assertThat(side(false).trials(TrialId.PLAIN, 2, 2)).hasSize(1);
    assertThat(runs.ran).containsExactly("k/p cow #1", "k/p cow #2");
  }

  @Test
  void countingResumesFromNoSnapshotOfPlainTrials() {
    Trial counted = side(true).counting("lines", PROBES);
    assertThat(counted.outcome().snapshot()).isNull();
    assertThat(runs.ran).containsExactly("k/p cow lines #1 counting p0");
  }

  @Test
  void countingMayResumeFromABootThatIsShared() {
    runs.sharing = true;
    assertThat(side(true).counting("lines", PROBES).outcome().snapshot()).isEqualTo("m1");
    assertThat(side(true).booting().counting("again", PROBES).outcome().snapshot()).isNull();
    assertThat(side(false).counting("more", PROBES).outcome().snapshot()).isNull();
  }

  @Test
  void trialsAreNamedAfterTheirCell() {
    KernelUnderTest control = side(null, true, machines, runs);
    assertThat(control.kernel()).isEqualTo("k");
    assertThat(control.patch()).isNull();
    assertThat(side(true).patch()).isEqualTo("p");
    assertThat(control.evidence("tripwire", 2, 2).get(0).evidence().trial())
        .isEqualTo(new TrialId("k", null, "cow", "tripwire", 2));
    assertThat(side(true).evidence("tripwire", 2, 2).get(0).evidence().trial())
        .isEqualTo(new TrialId("k", "p", "cow", "tripwire", 2));
  }

  @Test
  void whatEndsATrialReachesEveryoneWhoWaitsForIt() {
    KernelUnderTest side =
        side(
            "p",
            true,
            machines,
            new TrialRuns() {
              @Override
              public Trial run(
                  TrialId id,
                  List<Probe> probes,
                  boolean restored,
                  @Nullable Duration exposure,
                  Runnable ended) {
                throw new InfraError("no space");
              }

              @Override
              public boolean discarded(Outcome outcome) {
                return false;
              }

              @Override
              public void discard(String machine, String why) {}
            });
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> side.trials(TrialId.PLAIN, 1, 1))
          .hasRootCauseInstanceOf(InfraError.class)
          .hasRootCauseMessage("no space");
    }
  }
}
