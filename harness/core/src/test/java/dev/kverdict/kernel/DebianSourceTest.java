package dev.kverdict.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kverdict.UserError;
import dev.kverdict.store.Entry;
import dev.kverdict.store.Key;
import dev.kverdict.store.Store;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DebianSourceTest {

  private static final String PACKAGE = "linux-source-6.1";

  @TempDir private Path folder;

  private static List<String> candidate(String version) {
    return List.of(PACKAGE + ":", "  Installed: (none)", "  Candidate: " + version);
  }

  @Test
  void aNewerVersionThatComesDuringARunWaitsForTheNext() {
    Iterator<String> versions = List.of("6.1.1-1", "6.1.2-1").iterator();
    RecordingLane lane = new RecordingLane("apt-cache", asked -> candidate(versions.next()));
    Store store = new Store(folder.resolve("v1"), lane, 1 << 30);
    for (String version : List.of("6.1.1-1", "6.1.2-1")) {
      store.obtain(Key.of("kernel-source", 1, PACKAGE, version), entry -> {}).close();
    }
    DebianSource run = new DebianSource(lane, store);
    try (Entry first = run.obtain(PACKAGE);
        Entry second = run.obtain(PACKAGE);
        Entry next = new DebianSource(lane, store).obtain(PACKAGE)) {
      assertThat(second.key()).isEqualTo(first.key());
      assertThat(next.key()).isNotEqualTo(first.key());
    }
  }

  @Test
  void anUnknownPackageIsTheMatrixsMistake() {
    RecordingLane lane = new RecordingLane("apt-cache", asked -> List.of());
    Store store = new Store(folder.resolve("v1"), lane, 1 << 30);
    assertThatThrownBy(() -> new DebianSource(lane, store).obtain("linux-source-0"))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("linux-source-0");
  }
}
