package dev.kverdict.build;

import dev.kverdict.InfraError;
import dev.kverdict.UserError;
import dev.kverdict.model.ConfigBase;
import dev.kverdict.store.Digests;
import dev.kverdict.store.Entry;
import dev.kverdict.store.Key;
import dev.kverdict.store.Store;
import dev.kverdict.web.WebFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Complete configurations that are downloaded once and kept in the store under their digest. A
 * redirection is followed, but not from https to http.
 *
 * @param kernel the name of the kernel, for errors
 * @param limit how long a connection, and then the whole download, may take
 */
record ConfigDownload(Store store, String kernel, Duration limit) {

  private static final String STEP = "kernel-config";
  private static final int RECIPE = 1;
  private static final String FILE = "config";

  /** A configuration of everything has 400 KiB. */
  static final int MOST_BYTES = 4 << 20;

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
    byte[] bytes = receive(base);
    if (bytes.length > MOST_BYTES) {
      throw error(base, "has more than " + MOST_BYTES + " bytes", "no configuration is so large");
    }
    String found = Digests.ofBytes(bytes);
    if (!found.equals(base.sha256())) {
      throw error(
          base,
          "has the SHA-256 " + found + ", not " + base.sha256(),
          "correct url: or sha256:; nothing of it was kept");
    }
    return bytes;
  }

  private byte[] receive(ConfigBase.Download base) {
    try {
      return new WebFile(base.url(), MOST_BYTES, limit).read();
    } catch (WebFile.NotThere e) {
      throw error(base, "is no file there: " + e.getMessage(), "correct url:");
    } catch (IOException e) {
      throw unreachable(base, String.valueOf(e.getMessage()), e);
    }
  }

  private UserError error(ConfigBase.Download base, String what, String remedy) {
    return new UserError("kernel " + kernel + ", config/base: " + base.url(), what, remedy);
  }

  private InfraError unreachable(ConfigBase.Download base, String reason, Exception cause) {
    return new InfraError(
        "kernel %s: cannot download %s: %s; download it yourself, and name the file as base:"
            .formatted(kernel, base.url(), reason),
        cause);
  }
}
