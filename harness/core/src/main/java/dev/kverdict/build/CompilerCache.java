package dev.kverdict.build;

import dev.kverdict.InfraError;
import dev.kverdict.host.Command;
import dev.kverdict.host.Lane;
import dev.kverdict.store.LockFile;
import dev.kverdict.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What ccache keeps of former builds, beside the store. All kernels share it, so only a control's
 * build may add to it: a patched makefile that could would choose the objects of later controls.
 * What builds a patch reads it.
 */
final class CompilerCache implements AutoCloseable {

  private final @Nullable Path folder;
  private final @Nullable LockFile alone;

  private CompilerCache(@Nullable Path folder, @Nullable LockFile alone) {
    this.folder = folder;
    this.alone = alone;
  }

  /** No cache: everything is compiled. */
  static CompilerCache none() {
    return new CompilerCache(null, null);
  }

  /** The cache as it is for builds of patches. */
  static CompilerCache toRead(Lane lane, Store store) {
    return new CompilerCache(find(lane, store), null);
  }

  /** The cache as it is for a control, or only to be read while another control is being built. */
  static CompilerCache toFill(Lane lane, Store store) {
    Path found = find(lane, store);
    Optional<LockFile> alone = found == null ? Optional.empty() : store.alone("ccache");
    return new CompilerCache(found, alone.orElse(null));
  }

  private static @Nullable Path find(Lane lane, Store store) {
    if (!lane.run(Command.asking("sh", "-c", "command -v ccache")).ok()) {
      return null;
    }
    Path folder = store.root().resolveSibling("ccache");
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new InfraError("cannot create " + folder + ": " + e.getMessage(), e);
    }
  }

  /**
   * The variables that a build needs to use it.
   *
   * @param source the source's root
   * @param temporary an existing folder that the build may write to
   */
  Map<String, String> env(Path source, Path temporary) {
    if (folder == null) {
      return Map.of();
    }
    Map<String, String> env = new HashMap<>();
    env.put("KVERDICT_CCACHE", "ccache");
    env.put("CCACHE_DIR", folder.toString());
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

  /** What a build reads of it. */
  List<Path> reads() {
    return folder == null || alone != null ? List.of() : List.of(folder);
  }

  /** What a build writes of it. */
  List<Path> writes() {
    return folder == null || alone == null ? List.of() : List.of(folder);
  }

  @Override
  public void close() {
    if (alone != null) {
      alone.close();
    }
  }
}
