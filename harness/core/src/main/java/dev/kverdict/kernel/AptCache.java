package dev.kverdict.kernel;

import dev.kverdict.InfraError;
import dev.kverdict.host.Command;
import dev.kverdict.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Questions to apt about packages. Where apt keeps no binary cache, it reads all its lists anew for
 * each; with a place for one it does so only when they changed, which it finds out itself.
 */
final class AptCache {

  private AptCache() {}

  /** The command {@code apt-cache WORDS}, with a cache beside the store. */
  static Command command(Store store, List<String> words) {
    Path cache = store.root().resolveSibling("apt");
    try {
      Files.createDirectories(cache);
    } catch (IOException e) {
      throw new InfraError("cannot create " + cache + ": " + e.getMessage(), e);
    }
    List<String> argv =
        new ArrayList<>(
            List.of("apt-cache", "-o", "Dir::Cache::pkgcache=" + cache.resolve("pkgcache.bin")));
    argv.addAll(words);
    return Command.of(store.root(), argv.toArray(String[]::new)).writing(cache).asChore();
  }
}
