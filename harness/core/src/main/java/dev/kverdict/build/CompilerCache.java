package dev.kverdict.build;

import dev.kverdict.HostIo;
import dev.kverdict.host.Command;
import dev.kverdict.host.Lane;
import dev.kverdict.store.LockFile;
import dev.kverdict.store.Store;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The ccache directory, beside the store. All kernels share it, so only the build of a control may
 * write to it: a patched makefile that could write to it would choose the objects of later
 * controls. Builds of patches only read it.
 *
 * @param directory the cache, or null to compile everything
 * @param alone the lock that allows writing, or null to read only
 */
record CompilerCache(@Nullable Path directory, @Nullable LockFile alone) implements AutoCloseable {

  /** Returns the cache for builds of patches. */
  static CompilerCache toRead(Lane lane, Store store) {
    return new CompilerCache(find(lane, store), null);
  }

  /** Returns the cache for a control; read-only while another control is being built. */
  static CompilerCache toFill(Lane lane, Store store) {
    Path found = find(lane, store);
    Optional<LockFile> alone = found == null ? Optional.empty() : store.alone("ccache");
    return new CompilerCache(found, alone.orElse(null));
  }

  private static @Nullable Path find(Lane lane, Store store) {
    if (!lane.run(Command.asking("sh", "-c", "command -v ccache")).ok()) {
      return null;
    }
    Path directory = store.root().resolveSibling("ccache");
    return HostIo.get("cannot create " + directory, () -> Files.createDirectories(directory));
  }

  /**
   * Returns the variables that make a build use the cache.
   *
   * @param source the root of the source
   * @param temporary an existing directory that the build may write to
   */
  Map<String, String> env(Path source, Path temporary) {
    if (directory == null) {
      return Map.of();
    }
    Map<String, String> env = new HashMap<>();
    env.put("KVERDICT_CCACHE", "ccache");
    env.put("CCACHE_DIR", directory.toString());
    env.put("CCACHE_TEMPDIR", temporary.toString());
    env.put("CCACHE_MAXSIZE", "3G");
    env.put("CCACHE_BASEDIR", source.toString());
    env.put("CCACHE_NOHASHDIR", "1");
    env.put("CCACHE_IGNOREOPTIONS", "-ffile-prefix-map=*");
    if (alone == null) {
      env.put("CCACHE_READONLY", "1");
    }
    return env;
  }

  /** Returns the directories of the cache that a build reads. */
  List<Path> reads() {
    return directory == null || alone != null ? List.of() : List.of(directory);
  }

  /** Returns the directories of the cache that a build writes. */
  List<Path> writes() {
    return directory == null || alone == null ? List.of() : List.of(directory);
  }

  @Override
  public void close() {
    if (alone != null) {
      alone.close();
    }
  }
}
