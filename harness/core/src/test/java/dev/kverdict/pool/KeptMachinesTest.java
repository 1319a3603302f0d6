package dev.kverdict.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.campaign.DeadLane;
import dev.kverdict.model.CaseParts;
import dev.kverdict.model.Cell;
import dev.kverdict.record.Event;
import dev.kverdict.store.Entry;
import dev.kverdict.store.Key;
import dev.kverdict.store.Store;
import dev.kverdict.trial.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptMachinesTest {

  private static final Key BOOT = Key.of("snapshot", 1, "boot");
  private static final Key MACHINE = Key.of("snapshot", 1, "machine");
  private static final Key OTHER = Key.of("snapshot", 1, "other");
  private static final Cell CELL =
      new Cell(CaseParts.kernel("k"), CaseParts.patch("p"), CaseParts.crash("cow"));

  private static final long LIMIT = 1 << 20;

  @TempDir private Path folder;
  private final List<Event> events = new ArrayList<>();
  private Store store;
  private KeptMachines kept;

  /** Two machines that went on from one boot. */
  @BeforeEach
  void keep() {
    store = new Store(folder.resolve("v1"), new DeadLane(), LIMIT);
    kept = new KeptMachines(store, events::add);
    for (Key key : List.of(BOOT, MACHINE, OTHER)) {
      obtain(key, key.equals(BOOT) ? "k" : "k/p");
    }
    kept.name("b1", "b1", BOOT);
    kept.name("m1", "b1", MACHINE);
    kept.name("m2", "b1", OTHER);
  }

  private void obtain(Key key, String kernel) {
    Entry entry =
        kept.obtain(key, kernel, into -> Files.writeString(into.resolve("state"), "state"));
    assertThat(entry.folder()).exists();
  }

  /** Returns whether nothing may remove it; what may be removed is. */
  private boolean isLeased(Key key) {
    store.find(key).ifPresent(store::discard);
    return isThere(key);
  }

  private boolean isThere(Key key) {
    Optional<Entry> found = store.find(key);
    found.ifPresent(Entry::close);
    return found.isPresent();
  }

  @Test
  void aMachineThatDidNotRestoreSaysNothingOfItsBoot() {
    kept.discard("m1", CELL, "did not restore");
    assertThat(kept.discarded()).containsOnlyKeys("m1");
    assertThat(kept.givenUp(MACHINE)).isTrue();
    assertThat(kept.givenUp(BOOT)).isFalse();
    kept.close();
    assertThat(isThere(MACHINE)).isFalse();
    assertThat(isThere(BOOT)).isTrue();
  }

  @Test
  void oneThatShowsWhatNoBootShowsTakesItsBootWithItButNotItsSiblings() {
    kept.discardWithBoot("m1", CELL, "HUNG in 2 of 2 trials");
    kept.discardWithBoot("m1", CELL, "again");
    assertThat(kept.discarded()).containsOnlyKeys("m1", "b1");
    assertThat(kept.givenUp(OTHER)).isFalse();
    assertThat(events)
        .containsExactly(
            new Event.MachineDiscarded("k/p", "m1", "HUNG in 2 of 2 trials"),
            new Event.MachineDiscarded("k/p", "b1", "the boot of m1, which was discarded"));
    kept.close();
    assertThat(isThere(BOOT)).isFalse();
    assertThat(isThere(OTHER)).isTrue();
  }

  @Test
  void whatOnlyAPatchNeedsIsGivenBackWhenItsTrialsAreOver() {
    kept.release("k/q");
    assertThat(isLeased(MACHINE)).isTrue();
    kept.release("k/p");
    assertThat(isLeased(BOOT)).as("the control's").isTrue();
    assertThat(isLeased(MACHINE)).isFalse();
    assertThat(isLeased(OTHER)).isFalse();
    obtain(MACHINE, "k/p");
    assertThat(isLeased(MACHINE)).as("there were more trials after all").isTrue();
  }

  @Test
  void patchesOfTheSameCodeShareTheirMachines() {
    obtain(MACHINE, "k/q");
    kept.release("k/p");
    assertThat(isLeased(MACHINE)).isTrue();
    kept.release("k/q");
    assertThat(isLeased(MACHINE)).isFalse();
  }

  @Test
  void whatWasDiscardedGoesWhenItIsGivenBackAndTheOtherWayRound() {
    kept.discard("m1", CELL, "did not restore");
    assertThat(isThere(MACHINE)).as("others may be going on from it").isTrue();
    kept.release("k/p");
    assertThat(isThere(MACHINE)).isFalse();
    assertThat(isThere(OTHER)).isTrue();
    kept.discard("m2", CELL, "HUNG in 2 of 2 trials");
    assertThat(isThere(OTHER)).isFalse();
    assertThat(kept.discarded()).containsOnlyKeys("m1", "m2");
  }

  @Test
  void manyPatchesNeedNoMoreRoomThanAFew() throws IOException {
    int state = 100 << 10;
    for (int patch = 1; patch <= 24; patch++) {
      for (int number = 1; number <= 3; number++) {
        Key key = Key.of("snapshot", 1, "many", patch + "-" + number);
        var unused =
            kept.obtain(
                key, "k/" + patch, into -> Files.write(into.resolve("state"), new byte[state]));
      }
      kept.release("k/" + patch);
    }
    try (Stream<Path> all = Files.list(folder.resolve("v1/snapshot"))) {
      assertThat(all.count()).isLessThanOrEqualTo(LIMIT / state + 3);
    }
    assertThat(isThere(BOOT)).as("in use").isTrue();
  }

  @Test
  void aBootThatPatchesShareIsTheirControls() {
    Cell patched = CELL;
    assertThat(new Origin(BOOT, Stage.BEFORE_MODULES, 1).neededBy(patched)).isEqualTo("k");
    assertThat(new Origin(MACHINE, Stage.AFTER_MOUNT, 1).neededBy(patched)).isEqualTo("k/p");
    assertThat(new Origin(MACHINE, Stage.BEFORE_MOUNT, 1).neededBy(patched)).isEqualTo("k/p");
  }
}
