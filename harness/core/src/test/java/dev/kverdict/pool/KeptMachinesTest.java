package dev.kverdict.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.campaign.DeadLane;
import dev.kverdict.model.CaseParts;
import dev.kverdict.model.Cell;
import dev.kverdict.record.Event;
import dev.kverdict.store.Entry;
import dev.kverdict.store.Key;
import dev.kverdict.store.Store;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptMachinesTest {

  private static final Key BOOT = Key.of("snapshot", 1, "boot");
  private static final Key MACHINE = Key.of("snapshot", 1, "machine");
  private static final Key OTHER = Key.of("snapshot", 1, "other");
  private static final Cell CELL =
      new Cell(CaseParts.kernel("k"), CaseParts.patch("p"), CaseParts.crash("cow"));

  @TempDir private Path folder;
  private final List<Event> events = new ArrayList<>();
  private Store store;
  private KeptMachines kept;

  /** Two machines that went on from one boot. */
  @BeforeEach
  void keep() {
    store = new Store(folder.resolve("v1"), new DeadLane(), 1 << 20);
    kept = new KeptMachines(store, events::add);
    for (Key key : List.of(BOOT, MACHINE, OTHER)) {
      Entry entry = kept.obtain(key, into -> Files.writeString(into.resolve("state"), "state"));
      assertThat(entry.folder()).exists();
    }
    kept.name("b1", "b1", BOOT);
    kept.name("m1", "b1", MACHINE);
    kept.name("m2", "b1", OTHER);
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
}
