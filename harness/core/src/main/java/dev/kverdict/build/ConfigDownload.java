package dev.kverdict.build;

import dev.kverdict.UserError;
import dev.kverdict.model.ConfigBase;
import dev.kverdict.store.Digests;
import dev.kverdict.store.Entry;
import dev.kverdict.store.Key;
import dev.kverdict.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Complete configurations that are downloaded once and kept in the store under their digest.
 *
 * @param kernel the name of the kernel, for errors
 * @param limit how long a connection, and then the whole download, may take
 */
record ConfigDownload(Store store, String kernel, Duration limit) {

  private static final String STEP = "kernel-config";
  private static final int RECIPE = 1;
  private static final String FILE = "config";

  /**
   * Returns the bytes, from the store if they are there.
   *
   * @throws UserError if the server does not have the file, or has another one
   * @throws InfraError if it cannot be reached, or does not send everything in time
   */
  byte[] fetch(ConfigBase.Download base) throws IOException {
    Key key = Key.of(STEP, RECIPE, base.sha256());
    try (Entry entry =
        store.obtain(key, directory -> Files.write(directory.resolve(FILE), load(base)))) {
      Path file = entry.folder().resolve(FILE);
      return Files.readAllBytes(file);
    }
  }

  private byte[] load(ConfigBase.Download base) {
    ConfigAddress address =
        new ConfigAddress("kernel " + kernel, ", config/base:", base.url(), limit);
    byte[] bytes = address.load();
    String found = Digests.ofBytes(bytes);
    if (!found.equals(base.sha256())) {
      throw new UserError(
          address.where(),
          "has the SHA-256 " + found + ", not " + base.sha256(),
          "correct url: or sha256:; nothing of it was kept");
    }
    return bytes;
  }
}
