package dev.kverdict.build;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kverdict.InfraError;
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

/**
 * Makes entries of the store whose making may fail. Of what failed nothing is left, so its log is
 * told before that; and what the compiler refuses is kept, so that the same patch on the same tree
 * fails again without being compiled again.
 */
final class FailedBuilds {

  private static final int RECIPE = 1;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Store store;
  private final BuildProgress progress;

  FailedBuilds(Store store, BuildProgress progress) {
    this.store = store;
    this.progress = progress;
  }

  /**
   * The entry, made first if it is not there; when that fails its log is told.
   *
   * @param kernel the kernel under test
   */
  Entry tellingOf(String kernel, Key key, Store.Maker maker) {
    return store.obtain(
        key,
        folder -> {
          try {
            maker.make(folder);
          } catch (IOException | RuntimeException e) {
            beside(e, () -> tell(kernel, KernelArtefact.log(folder)));
            throw e;
          }
        });
  }

  /** The same for a patch; one that the compiler refused before is not compiled again. */
  Entry remembering(String kernel, Key key, Store.Maker maker) {
    Key failure = Key.of("failed-build", RECIPE, key.toString());
    return tellingOf(
        kernel,
        key,
        folder -> {
          // Whoever makes a key makes it alone: of two at a time the second finds this, too.
          failAgain(kernel, failure, folder);
          try {
            maker.make(folder);
          } catch (BuildStopped e) {
            if (e.lasting()) {
              beside(e, () -> store.obtain(failure, into -> keep(e, folder, into)).close());
            }
            throw e;
          }
        });
  }

  private void failAgain(String kernel, Key failure, Path folder) throws IOException {
    Optional<Entry> known = store.find(failure);
    if (known.isPresent()) {
      try (Entry entry = known.get()) {
        progress.moved(kernel, "failed before", 0);
        Files.copy(KernelArtefact.log(entry.folder()), KernelArtefact.log(folder));
        throw new BuildStopped(
            BuildOutcome.buildFailed(
                JSON.readValue(lines(entry.folder()).toFile(), new TypeReference<>() {})));
      }
    }
  }

  private static void keep(BuildStopped end, Path folder, Path into) throws IOException {
    Files.copy(KernelArtefact.log(folder), KernelArtefact.log(into));
    List<String> lines = end.outcome().lines();
    JSON.writeValue(lines(into).toFile(), lines);
  }

  private static Path lines(Path folder) {
    return folder.resolve("lines.json");
  }

  private void tell(String kernel, Path log) {
    if (Files.exists(log)) {
      progress.failed(kernel, log);
    }
  }

  /** Does something on the way out of a failure, which is not to be taken for that failure. */
  private static void beside(Exception failure, Runnable work) {
    try {
      work.run();
    } catch (InfraError e) {
      failure.addSuppressed(e);
    }
  }
}
