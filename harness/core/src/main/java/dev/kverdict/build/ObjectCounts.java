package dev.kverdict.build;

import dev.kverdict.store.Entry;
import dev.kverdict.store.Key;
import dev.kverdict.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * The numbers of objects that builds had, kept so that a later build of the like can say how far it
 * is. One of the like has the same configuration and compiler, whatever its source.
 */
record ObjectCounts(Store store, BuildProgress progress) {

  private static final int RECIPE = 1;
  private static final String FILE = "objects";

  /** Something that compiles, and counts. */
  @FunctionalInterface
  interface Compiling {
    void run(IntConsumer objects) throws IOException;
  }

  /**
   * Compiles, with progress of step {@code compile}, and keeps the number of objects.
   *
   * @param kernel the kernel under test
   * @param like what builds of the like have in common
   */
  void counted(String kernel, List<String> like, Compiling compiling) throws IOException {
    Key key = Key.of("object-count", RECIPE, like.toArray(String[]::new));
    int before = expected(key);
    if (before > 0) {
      progress.expects(kernel, before);
    }
    int[] last = {0};
    compiling.run(
        objects -> {
          last[0] = objects;
          progress.moved(kernel, "compile", objects);
        });
    keep(key, last[0]);
  }

  private int expected(Key key) {
    Optional<Entry> known = store.find(key);
    try (Entry entry = known.orElse(null)) {
      return entry == null ? 0 : Integer.parseInt(Files.readString(file(entry.folder())).strip());
    } catch (IOException | NumberFormatException e) {
      return 0; // nothing but a figure on a terminal depends on it
    }
  }

  private void keep(Key key, int objects) {
    store.obtain(key, directory -> Files.writeString(file(directory), objects + "\n")).close();
  }

  private static Path file(Path directory) {
    return directory.resolve(FILE);
  }
}
