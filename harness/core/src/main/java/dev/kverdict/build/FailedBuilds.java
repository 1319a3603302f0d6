package dev.kverdict.build;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kverdict.InfraError;
import dev.kverdict.host.Lane;
import dev.kverdict.kernel.KernelArtefact;
import dev.kverdict.record.BuildOutcome;
import dev.kverdict.store.Entry;
import dev.kverdict.store.Key;
import dev.kverdict.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Makes store entries whose making may fail. Nothing is left of a failed entry, so its log is
 * reported first. What the compiler refuses is remembered: the same patch on the same tree fails
 * again without being compiled again. What somebody else has built is taken from the cache.
 */
record FailedBuilds(Lane lane, Store store, KernelCache cache, BuildProgress progress) {

  private static final int RECIPE = 1;
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Returns the entry, made first if it is not there. When making it fails, its log is reported.
   *
   * @param kernel the kernel under test
   */
  Entry obtain(String kernel, Key key, Store.Maker maker) {
    Consumer<String> say = text -> progress.note(kernel, text);
    Entry entry =
        store.obtain(
            key,
            directory -> {
              if (!cache.take(lane, store, key, directory, say)) {
                make(kernel, maker, directory);
              }
            });
    cache.offer(lane, store, entry, say);
    return entry;
  }

  private void make(String kernel, Store.Maker maker, Path directory) throws IOException {
    try {
      maker.make(directory);
    } catch (IOException | RuntimeException e) {
      whileFailing(e, () -> report(kernel, KernelArtefact.log(directory)));
      throw e;
    }
  }

  /**
   * Like {@link #obtain} for a patch; one that the compiler refused before is not compiled again.
   */
  Entry obtainPatched(String kernel, Key key, Store.Maker maker) {
    Key failure = Key.of("failed-build", RECIPE, key.toString());
    return obtain(
        kernel,
        key,
        directory -> {
          // A key is made by one at a time: of two that make it, the second finds the failure, too.
          failAgain(kernel, failure, directory);
          try {
            maker.make(directory);
          } catch (BuildStopped e) {
            if (e.lasting()) {
              whileFailing(
                  e, () -> store.obtain(failure, into -> keep(e, directory, into)).close());
            }
            throw e;
          }
        });
  }

  private void failAgain(String kernel, Key failure, Path directory) throws IOException {
    Optional<Entry> known = store.find(failure);
    if (known.isPresent()) {
      try (Entry entry = known.get()) {
        progress.moved(kernel, "failed before", 0);
        Files.copy(KernelArtefact.log(entry.folder()), KernelArtefact.log(directory));
        throw new BuildStopped(
            BuildOutcome.buildFailed(
                JSON.readValue(lines(entry.folder()).toFile(), new TypeReference<>() {})));
      }
    }
  }

  private static void keep(BuildStopped end, Path directory, Path into) throws IOException {
    Files.copy(KernelArtefact.log(directory), KernelArtefact.log(into));
    List<String> lines = end.outcome().lines();
    JSON.writeValue(lines(into).toFile(), lines);
  }

  private static Path lines(Path directory) {
    return directory.resolve("lines.json");
  }

  private void report(String kernel, Path log) {
    if (Files.exists(log)) {
      progress.failed(kernel, log);
    }
  }

  /** Does further work while a failure is thrown; an error of that work must not replace it. */
  private static void whileFailing(Exception failure, Runnable work) {
    try {
      work.run();
    } catch (InfraError e) {
      failure.addSuppressed(e);
    }
  }
}
