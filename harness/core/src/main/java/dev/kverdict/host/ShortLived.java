package dev.kverdict.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Directories below the system's for temporary files, such as those of sockets, whose paths must be
 * short. What is left of them when this JVM ends, by Ctrl-C for one, goes with it.
 */
public final class ShortLived {

  private static final Set<Path> LEFT = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(ShortLived::removeAll, "removes directories"));
  }

  private ShortLived() {}

  /** Creates a directory that only this user may enter, with a name that begins so. */
  public static Path directory(String prefix) throws IOException {
    Path directory = Files.createTempDirectory(prefix);
    LEFT.add(directory);
    return directory;
  }

  /** Removes a directory and what is in it. */
  public static void delete(Path directory) throws IOException {
    AtomicFiles.delete(directory);
    LEFT.remove(directory);
  }

  private static void removeAll() {
    for (Path directory : LEFT) {
      try {
        AtomicFiles.delete(directory);
      } catch (IOException e) {
        // Nobody is left to be told, and the others have to go, too.
      }
    }
  }
}
