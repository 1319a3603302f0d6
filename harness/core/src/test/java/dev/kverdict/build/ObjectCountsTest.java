package dev.kverdict.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kverdict.store.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How many objects a build is expected to have. */
class ObjectCountsTest {

  @TempDir private Path directory;

  private final List<String> told = new ArrayList<>();

  private final BuildProgress progress =
      new BuildProgress() {
        @Override
        public void moved(String kernel, String step, int objects) {
          told.add(kernel + " " + step + " " + objects);
        }

        @Override
        public void expects(String kernel, int objects) {
          told.add(kernel + " expects " + objects);
        }
      };

  private void build(String like, int objects) throws IOException {
    Store store = new Store(directory.resolve("v1"), new RecordingLane(), 1 << 30);
    ObjectCounts.Compiling work =
        (IntConsumer done) -> IntStream.rangeClosed(1, objects).forEach(done);
    new ObjectCounts(store, progress).counted("k", List.of(like), work);
  }

  @Test
  void aBuildIsExpectedToHaveWhatOneOfTheLikeHad() throws IOException {
    build("a", 2);
    assertThat(told).containsExactly("k compile 1", "k compile 2");
    told.clear();
    build("a", 1);
    assertThat(told).containsExactly("k expects 2", "k compile 1");
    told.clear();
    build("b", 1);
    assertThat(told).containsExactly("k compile 1");
  }
}
