package dev.kverdict.debian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.InfraError;
import dev.kverdict.UserError;
import dev.kverdict.build.RecordingLane;
import dev.kverdict.kernel.SourceTree;
import dev.kverdict.model.KernelSource;
import dev.kverdict.store.Entry;
import dev.kverdict.store.Key;
import dev.kverdict.store.Store;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DebianSourceTest {

  private static final String PACKAGE = "linux-source-6.1";

  @TempDir private Path folder;
  private final List<String> notes = new ArrayList<>();

  private Store store(dev.kverdict.host.Lane lane, String... versions) {
    Store store = new Store(folder.resolve("v1"), lane, 1 << 30);
    for (String version : versions) {
      store
          .obtain(
              Key.of("kernel-source", 1, PACKAGE, version),
              entry -> Files.writeString(entry.resolve("version"), PACKAGE + " " + version + "\n"))
          .close();
    }
    return store;
  }

  private DebianSource source(dev.kverdict.host.Lane lane, Store store) {
    return new DebianSource(lane, store, (kernel, text) -> notes.add(kernel + ": " + text));
  }

  private static KernelSource.Debian asked(@Nullable String version) {
    return new KernelSource.Debian(PACKAGE, version);
  }

  private String taken(RecordedApt lane, Store store, @Nullable String version) throws Exception {
    try (Entry entry = source(lane, store).obtain("k", asked(version))) {
      return SourceTree.origin(entry.folder());
    }
  }

  @Test
  void aNewerVersionThatComesDuringARunWaitsForTheNext() {
    Iterator<String> versions = List.of("6.1.1-1", "6.1.2-1").iterator();
    RecordingLane lane =
        new RecordingLane(
            "apt-cache",
            command ->
                command.argv().contains("policy")
                    ? List.of(PACKAGE + ":", "  Candidate: " + versions.next())
                    : List.of());
    Store store = store(lane, "6.1.1-1", "6.1.2-1");
    DebianSource run = source(lane, store);
    try (Entry first = run.obtain("k", asked(null));
        Entry second = run.obtain("k", asked(null));
        Entry next = source(lane, store).obtain("k", asked(null))) {
      assertThat(second.key()).isEqualTo(first.key());
      assertThat(next.key()).isNotEqualTo(first.key());
    }
    assertThat(notes).containsExactly("k: linux-source-6.1 6.1.1-1", "k: linux-source-6.1 6.1.2-1");
  }

  @Test
  void anUnknownPackageIsTheMatrixsMistake() {
    RecordedApt lane = new RecordedApt("all-well").reaching("all-well");
    Store store = store(lane);
    assertThatThrownBy(
            () -> source(lane, store).obtain("k", new KernelSource.Debian("linux-source-0")))
        .isInstanceOf(UserError.class)
        .hasMessage("source package linux-source-0: apt knows no such package; check the name");
  }

  @Test
  void aPinnedVersionThatIsNotThereListsThoseThatAre() {
    RecordedApt lane = new RecordedApt("all-well").reaching("all-well");
    Store store = store(lane);
    assertThatThrownBy(() -> source(lane, store).obtain("k", asked("6.1.7-1")))
        .isInstanceOf(UserError.class)
        .hasMessage(
            "source package linux-source-6.1 6.1.7-1: there is no such version;"
                + " there are 6.1.192-3, 6.1.192-2, 6.1.176-1");
  }

  @Test
  void aPinnedVersionIsTakenFromTheStoreWithoutAskingAnybody() throws Exception {
    RecordedApt lane = new RecordedApt("apt-fails");
    assertThat(taken(lane, store(lane, "6.1.9-1", "6.1.10-1"), "6.1.9-1"))
        .isEqualTo("linux-source-6.1 6.1.9-1");
    assertThat(notes).containsExactly("k: taking 6.1.9-1 from the store");
    assertThat(lane.asked()).isEmpty();
  }

  @Test
  void outOfReachTheNewestOfTheStoreIsTaken() throws Exception {
    RecordedApt lane = new RecordedApt("no-lists");
    assertThat(taken(lane, store(lane, "6.1.9-1", "6.1.10-1", "6.1.8-1"), null))
        .isEqualTo("linux-source-6.1 6.1.10-1");
    assertThat(notes)
        .containsExactly(
            "k: the package archive cannot be reached: taking 6.1.10-1 from the store");
  }

  @Test
  void outOfReachWithNothingInTheStoreIsTheHostsFault() {
    RecordedApt lane = new RecordedApt("apt-fails");
    Store store = store(lane);
    assertThatThrownBy(() -> source(lane, store).obtain("k", asked(null)))
        .isInstanceOf(InfraError.class)
        .hasMessageContaining("cannot get source package linux-source-6.1")
        .hasMessageContaining("apt-cache show failed: E: The list of sources could not be read.")
        .hasMessageContaining("Temporary failure resolving");
  }
}
