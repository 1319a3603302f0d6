package dev.kverdict.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.model.CaseParts;
import dev.kverdict.model.PatchDef;
import dev.kverdict.model.ReproducerDef;
import dev.kverdict.pool.ScriptedKernel;
import dev.kverdict.pool.ScriptedTrial;
import dev.kverdict.record.BuildOutcome;
import dev.kverdict.record.Outcome;
import dev.kverdict.record.TrialId;
import dev.kverdict.run.RunFolder;
import dev.kverdict.verdict.CellOutcomes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TripwireTrialsTest {

  private static final ReproducerDef COW = CaseParts.crash("cow");
  private static final PatchDef PATCH = CaseParts.patch("p");
  private static final String WIRED = "p~tripwire";
  private static final TrialId ANY = new TrialId("k", null, "cow", TrialId.PLAIN, 1);

  /** A patch that deletes the assertion at line 3. */
  private static final String DELETED =
      """
      diff --git a/fs/small/small.c b/fs/small/small.c
      --- a/fs/small/small.c
      +++ b/fs/small/small.c
      @@ -1,5 +1,4 @@
       void f(int x)
       {
      -\tBUG_ON(x > 1);
       \tg(x);
       }
      """;

  @TempDir private Path folder;
  private ScriptedKernel script;
  private Predicate<@Nullable String> trips = snapshot -> false;

  @BeforeEach
  void kernel() {
    script =
        new ScriptedKernel(
                folder,
                (id, probes, snapshot) ->
                    ScriptedTrial.clean(id).tripped(trips.test(snapshot) ? 1 : 0).on(snapshot))
            .patchIs("p", DELETED)
            .patchIs(WIRED, "");
  }

  private Optional<String> run(String site) {
    RunFolder run = RunFolder.create(folder.resolve("runs"), "case");
    Outcome bug = ScriptedTrial.bug(ANY).at(site).on(null).outcome();
    Outcome clean = ScriptedTrial.clean(ANY).on(null).outcome();
    return new TripwireTrials(run)
        .run(
            script.tested(true), PATCH, COW, new CellOutcomes(List.of(bug), List.of(clean, clean)));
  }

  private String fired() {
    return run("fs/small/small.c:3").orElseThrow();
  }

  @Test
  void aConditionThatNoLongerHoldsClearsThePatch() throws IOException {
    assertThat(fired())
        .isEqualTo("tripwire: the condition of fs/small/small.c:3 did not hold in any of 2 trials");
    assertThat(script.ran())
        .endsWith("k/p~tripwire cow tripwire #1 on m1", "k/p~tripwire cow tripwire #2 on m2");
    try (var files = Files.walk(folder.resolve("runs"))) {
      Path written =
          files
              .filter(file -> file.endsWith("k+p~tripwire/tripwire.patch"))
              .findAny()
              .orElseThrow();
      assertThat(written).content().contains("+").contains("x > 1");
    }
  }

  @Test
  void aConditionThatStillHoldsAccusesItAfterBoots() {
    trips = snapshot -> true;
    assertThat(fired())
        .isEqualTo(
            "tripwire: the condition of fs/small/small.c:3 still holds, in 2 of 2 trials:"
                + " the report is gone, its cause is not");
    assertThat(script.ran())
        .endsWith("k/p~tripwire cow tripwire-booted #1", "k/p~tripwire cow tripwire-booted #2");
  }

  @Test
  void snapshotsAloneAccuseNobody() {
    trips = snapshot -> snapshot != null;
    assertThat(fired()).contains("did not hold in any of 2 trials");
    assertThat(script.ran()).contains("k/p~tripwire cow tripwire-booted #2");
  }

  @Test
  void whatCannotBeTriedSaysWhy() {
    script.patchFails(WIRED, BuildOutcome.buildFailed(List.of("small.c:3: error", "x undeclared")));
    assertThat(fired())
        .isEqualTo(
            "tripwire: the condition of fs/small/small.c:3 does not compile where it was:"
                + " small.c:3: error; x undeclared");
    script.patchFails(WIRED, BuildOutcome.hostFault(List.of("no space")));
    assertThat(fired())
        .isEqualTo("tripwire: the condition of fs/small/small.c:3 was not built: no space");
  }

  @Test
  void aPatchThatLeavesTheAssertionIsNotTried() {
    assertThat(run("fs/small/small.c:4")).isEmpty();
    assertThat(run("fs/other.c:3")).isEmpty();
    script.patchFails("p", BuildOutcome.buildFailed(List.of("error")));
    assertThat(run("fs/small/small.c:3")).isEmpty();
    script.controlFails(BuildOutcome.buildFailed(List.of("error")));
    assertThat(run("fs/small/small.c:3")).isEmpty();
    assertThat(script.ran()).noneMatch(ran -> ran.contains("tripwire"));
  }

  @Test
  void aStatementThatIsNoAssertionHasNoTripwire() {
    script.patchIs("p", DELETED.replace("BUG_ON(x > 1)", "h(x)"));
    assertThat(run("fs/small/small.c:3"))
        .contains("tripwire: no bare assertion stands at fs/small/small.c:3");
  }
}
