package dev.kverdict.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.InfraError;
import dev.kverdict.build.KernelBuilder;
import dev.kverdict.campaign.DeadLane;
import dev.kverdict.host.Lane;
import dev.kverdict.model.KernelDef;
import dev.kverdict.model.KernelSource;
import dev.kverdict.model.PatchDef;
import dev.kverdict.patch.PatchSet;
import dev.kverdict.pool.Builds;
import dev.kverdict.record.BuildOutcome;
import dev.kverdict.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Builds that fail leave their logs in the run's folder. */
class BuildLogsTest {

  private static final KernelDef KERNEL =
      new KernelDef(
          "k",
          new KernelSource.Debian("linux-source-6.1"),
          KernelDef.Config.NONE,
          PatchSet.NONE,
          List.of(),
          KernelDef.Guest.PLAIN);

  @TempDir private Path folder;
  private RunFolder run;
  private BuildLogs logs;

  @BeforeEach
  void begin() {
    run = RunFolder.create(folder.resolve("runs"), "case");
    logs = new BuildLogs(run);
  }

  private Path log(String name) {
    return run.path().resolve("kernels").resolve(name).resolve("build.log");
  }

  @Test
  void aFailedBuildsLogIsKeptWithTheOutcomeWhichPointsToIt() throws IOException {
    Path made = Files.writeString(folder.resolve("made"), "making\nfailed\n");
    new BuildEvents(event -> {}, glimpse -> {}, logs).failed("k/v1", made);
    Files.delete(made); // as the store does
    BuildOutcome outcome =
        logs.pointedTo("k/v1", BuildOutcome.buildFailed(List.of("a.c:1: error")));
    assertThat(outcome)
        .isEqualTo(BuildOutcome.buildFailed(List.of("a.c:1: error", "see kernels/k+v1/build.log")));
    assertThat(log("k+v1"))
        .content()
        .isEqualTo("making\nfailed\nkverdict: BUILD_FAILED\nkverdict: a.c:1: error\n");
  }

  @Test
  void whatFailedBeforeAnythingWasMadeHasALogToo() {
    BuildOutcome rejected = logs.pointedTo("k/v1", BuildOutcome.patchRejected(List.of("hunk 1")));
    assertThat(rejected.lines()).containsExactly("hunk 1", "see kernels/k+v1/build.log");
    assertThat(log("k+v1")).content().contains("PATCH_REJECTED", "hunk 1");
  }

  @Test
  void whatDidNotFailIsLeftAlone() {
    BuildOutcome same = BuildOutcome.noChange(List.of("the same bytes"));
    assertThat(logs.pointedTo("k/v1", same)).isSameAs(same);
    assertThat(log("k+v1")).doesNotExist();
  }

  @Test
  void aHostThatBuildsNothingIsToldInTheLogsOfAllThatWasToBeBuilt() throws IOException {
    Lane lane = new DeadLane();
    Store store = new Store(folder.resolve("v1"), lane, 1 << 30);
    KernelBuilder builder =
        new KernelBuilder(lane, store, new BuildEvents(event -> {}, glimpse -> {}, logs));
    try (Builds builds = new Builds(builder, logs, event -> {}, false)) {
      BuildOutcome outcome =
          builds.patched(KERNEL, new PatchDef("v1", PatchSet.NONE, Map.of())).outcome();
      assertThat(outcome)
          .isEqualTo(BuildOutcome.hostFault(List.of("nothing runs", "see kernels/k+v1/build.log")));
      assertThatThrownBy(() -> builds.control(KERNEL)).isInstanceOf(InfraError.class);
    }
    assertThat(log("k+v1")).content().contains("HOST_FAULT", "nothing runs");
    assertThat(log("k")).content().contains("nothing runs");
  }

  @Test
  void aKernelThatTheHostDoesNotBuildLeavesOtherKernelsTheirVerdicts() {
    Lane lane = new DeadLane();
    Store store = new Store(folder.resolve("v1"), lane, 1 << 30);
    KernelBuilder builder =
        new KernelBuilder(lane, store, new BuildEvents(event -> {}, glimpse -> {}, logs));
    try (Builds builds = new Builds(builder, logs, event -> {}, true)) {
      assertThat(builds.control(KERNEL).outcome())
          .isEqualTo(BuildOutcome.hostFault(List.of("nothing runs", "see kernels/k/build.log")));
    }
  }
}
